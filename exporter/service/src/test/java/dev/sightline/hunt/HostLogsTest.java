package dev.sightline.hunt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.replay.LogFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logins that a host's own log tells of. */
class HostLogsTest {
  private static final double MARCH = Instant.parse("2026-03-10T12:00:00Z").getEpochSecond();

  @TempDir Path folder = Path.of("");

  private List<HostLogin> logins(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
    return HostLogs.read(
            List.of(file), Scope.ALL, MARCH, Map.of("ip-10-0-1-23", "i-0123456789abcdef0"))
        .logins();
  }

  @Test
  void both_families_forms_of_a_line_give_the_same_login() throws IOException {
    String said = "sshd[7]: Failed password for invalid user admin from 198.51.100.66 port 4 ssh2";
    List<HostLogin> old = logins("secure", "Mar  9 08:59:10 ip-10-0-1-23 " + said);
    List<HostLogin> modern =
        logins(
            "auth.log",
            "2026-03-09T09:59:10.000000+01:00 ip-10-0-1-23.eu-west-1.compute.internal "
                + said.replace("sshd[", "sshd-session["));
    assertEquals(1, old.size());
    HostLogin login = old.getFirst();
    assertEquals("2026-03-09T08:59:10Z", Instant.ofEpochSecond((long) login.time()).toString());
    assertEquals("i-0123456789abcdef0", login.instance());
    assertEquals("admin", login.user());
    assertEquals(login.time(), modern.getFirst().time());
    assertEquals(login.instance(), modern.getFirst().instance());
  }

  @Test
  void the_year_of_a_line_is_the_one_nearest_to_the_trail() {
    double newYear = Instant.parse("2026-01-01T00:30:00Z").getEpochSecond();
    assertEquals(
        (double) Instant.parse("2025-12-31T23:50:00Z").getEpochSecond(),
        HostLogs.moment("Dec 31", "23:50:00", newYear).orElseThrow());
    assertEquals(
        (double) Instant.parse("2024-02-29T01:00:00Z").getEpochSecond(),
        HostLogs.moment(
                "Feb 29",
                "01:00:00",
                (double) Instant.parse("2024-03-01T00:00:00Z").getEpochSecond())
            .orElseThrow());
  }

  @Test
  void the_name_that_somebody_typed_does_not_stand_in_for_the_address() throws IOException {
    List<HostLogin> found =
        logins(
            "secure",
            "Mar 10 09:00:00 web sshd[1]: Failed password for invalid user x from 192.0.2.1 port 1"
                + " ssh2 from 198.51.100.66 port 4 ssh2");
    assertEquals("198.51.100.66", found.getFirst().address());
  }

  @Test
  void a_repeated_line_counts_as_often_and_a_line_of_two_files_once() throws IOException {
    String line =
        "Mar 10 09:00:00 web sshd[1]: message repeated 3 times: [ Failed password for root from"
            + " 198.51.100.66 port 4 ssh2]";
    Path one = folder.resolve("secure");
    Path other = folder.resolve("secure-20260310.gz");
    Files.writeString(one, line + "\nMar 10 09:00:09 web sudo: root from 1 port 1\n");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(other))) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(List.of(one, other), HostLogs.below(folder));
    assertEquals(3, HostLogs.read(List.of(one, other), Scope.ALL, MARCH, Map.of()).logins().size());
  }

  @Test
  void a_folder_of_the_path_names_the_instance() throws IOException {
    assertEquals(
        "i-0aaaaaaaaaaaaaaaa",
        logins(
                "i-0aaaaaaaaaaaaaaaa/var/log/auth.log",
                "Mar 10 09:00:00 web sshd[1]: Accepted publickey for ubuntu from 192.0.2.9 port 4"
                    + " ssh2: ED25519 SHA256:x")
            .getFirst()
            .instance());
  }

  @Test
  void a_file_that_is_cut_is_told_and_read_as_far_as_it_goes() throws IOException {
    Path file = folder.resolve("secure.gz");
    Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0});
    HostLogs.Result result = HostLogs.read(List.of(file), Scope.ALL, MARCH, Map.of());
    assertEquals(1, result.problems().size());
    assertTrue(result.problems().getFirst().reason().startsWith("cannot be read to its end"));
  }

  @Test
  void a_name_that_only_begins_alike_is_no_log_of_a_host() {
    assertTrue(LogFiles.isOfHost(Path.of("a/secure-20260310")));
    assertTrue(LogFiles.isOfHost(Path.of("a/auth.log.1.gz")));
    assertEquals(false, LogFiles.isOfHost(Path.of("a/secured.json")));
    assertEquals(false, LogFiles.isOfHost(Path.of("a/oauth.log")));
  }
}
