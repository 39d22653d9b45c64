package dev.sightline.hunt;

import dev.sightline.replay.LogFiles;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The authentication logs of hosts that lie in a responder's folder beside the trail: {@code
 * secure} of Red Hat's family and {@code auth.log} of Debian's, also rotated and compressed. Lines
 * of sshd are read, in the forms of RFC 3164, whose year is the one nearest to the trail, and of
 * RFC 3339. A time without a zone is UTC, as EC2's images have it.
 */
public final class HostLogs {
  /** More logins than anybody reads; the rest is counted. */
  private static final int MOST_LOGINS = 1_000_000;

  private static final int LONGEST_LINE = 8_192;

  private static final Pattern OLD_LINE =
      Pattern.compile(
          "(?:<\\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\\d{1,2}) (\\d{2}:\\d{2}:\\d{2}) (\\S+)"
              + " sshd(?:-session)?(?:\\[\\d+\\])?: (.*)");
  private static final Pattern NEW_LINE =
      Pattern.compile(
          "(?:<\\d{1,3}>)?(\\d{4}-\\d{2}-\\d{2}T\\S+) (\\S+) sshd(?:-session)?(?:\\[\\d+\\])?:"
              + " (.*)");
  private static final Pattern REPEATED =
      Pattern.compile("message repeated (\\d{1,6}) times: \\[ ?(.*)\\]");
  // A user's name is whatever somebody typed: the last address of the line is sshd's own.
  private static final Pattern ACCEPTED =
      Pattern.compile("Accepted \\S+ for (.*) from (\\S+) port \\d+\\b.*");
  private static final Pattern FAILED =
      Pattern.compile("Failed \\S+ for (?:invalid user )?(.*) from (\\S+) port \\d+\\b.*");
  private static final Pattern CLOSED =
      Pattern.compile(
          "(?:Connection closed by|Disconnected from) (?:authenticating|invalid) user (.*) (\\S+)"
              + " port \\d+ \\[preauth\\]");
  private static final Pattern INSTANCE = Pattern.compile("m?i-[0-9a-f]{8,17}");
  private static final DateTimeFormatter MONTH_AND_DAY =
      DateTimeFormatter.ofPattern("MMM d", Locale.ENGLISH);

  private final double near;
  private final Map<String, String> instances;
  private final Map<HostLogin, Integer> seen = new HashMap<>();
  private final List<HostLogin> logins = new ArrayList<>();
  private final List<Tally.Problem> problems = new ArrayList<>();
  private final Map<String, String> guessed = new TreeMap<>();
  private long left;

  private HostLogs(double near, Map<String, String> instances) {
    this.near = near;
    this.instances = instances;
  }

  /**
   * What was read.
   *
   * @param notes what a reader should know of it
   */
  record Result(List<HostLogin> logins, List<Tally.Problem> problems, List<String> notes) {
    private static final Result NONE = new Result(List.of(), List.of(), List.of());

    Result {
      logins = List.copyOf(logins);
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
    }
  }

  /** The files that are such logs by their names. */
  public static List<Path> below(Path path) {
    try (Stream<Path> found = Files.walk(path)) {
      return found.filter(Files::isRegularFile).filter(LogFiles::isOfHost).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /**
   * Reads, after it has looked into the trail for the instances that the hosts are.
   *
   * @param reading of the trail
   */
  static Result read(List<Path> files, Reading reading, Scope scope) throws InterruptedException {
    if (files.isEmpty()) {
      return Result.NONE;
    }
    HostNames names = new HostNames();
    Tally tally = reading.run(HostNames.Finder::new, names::add);
    return read(files, scope, tally.newest(), names.instances());
  }

  /**
   * Reads.
   *
   * @param near the newest moment of the trail in seconds since 1970, NaN where there is none
   * @param instances the instance of a host, by its name in lower case without its domain
   */
  static Result read(List<Path> files, Scope scope, double near, Map<String, String> instances) {
    HostLogs logs = new HostLogs(near, instances);
    for (Path file : files) {
      logs.read(file, scope);
    }
    List<String> notes = new ArrayList<>();
    if (logs.left > 0) {
      notes.add(logs.left + " logins of hosts were left out: there are too many.");
    }
    logs.guessed.forEach((host, instance) ->
        notes.add(
            "The host "
                + host
                + " is taken for "
                + instance
                + ", the one instance whose role acts here."));
    return new Result(logs.logins, logs.problems, notes);
  }

  private void read(Path file, Scope scope) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(opened(file), StandardCharsets.UTF_8))) {
      double reference =
          Double.isNaN(near) ? Files.getLastModifiedTime(file).toMillis() / 1000.0 : near;
      String line = line(lines);
      while (line != null) {
        login(file, line, reference, scope);
        line = line(lines);
      }
    } catch (IOException e) {
      problems.add(
          new Tally.Problem(file.toString(), "cannot be read to its end: " + e.getMessage()));
    }
  }

  private static InputStream opened(Path file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(2);
    boolean compressed = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return compressed ? new GZIPInputStream(in) : in;
  }

  /** A line, of which no more is kept than a login needs; null at the end. */
  private static @Nullable String line(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int character = in.read();
    if (character < 0) {
      return null;
    }
    while (character >= 0 && character != '\n') {
      if (line.length() < LONGEST_LINE && character != '\r') {
        line.append((char) character);
      }
      character = in.read();
    }
    return line.toString();
  }

  private void login(Path file, String line, double reference, Scope scope) {
    Matcher modern = NEW_LINE.matcher(line);
    if (modern.matches()) {
      try {
        double time = OffsetDateTime.parse(modern.group(1)).toInstant().toEpochMilli() / 1000.0;
        message(file, time, modern.group(2), modern.group(3), scope);
      } catch (DateTimeException notATime) {
        problems.add(new Tally.Problem(file.toString(), "has a line whose time is none: " + line));
      }
      return;
    }
    Matcher old = OLD_LINE.matcher(line);
    if (old.matches()) {
      moment(old.group(1) + " " + old.group(2), old.group(3), reference)
          .ifPresent(time -> message(file, time, old.group(4), old.group(5), scope));
    }
  }

  /** The moment of a day without a year: in the year that puts it nearest to the reference. */
  static Optional<Double> moment(String day, String clock, double reference) {
    try {
      MonthDay date = MonthDay.parse(day, MONTH_AND_DAY);
      LocalTime time = LocalTime.parse(clock);
      int year = LocalDateTime.ofEpochSecond((long) reference, 0, ZoneOffset.UTC).getYear();
      return Stream.of(year - 1, year, year + 1)
          .filter(date::isValidYear)
          .map(of -> (double) date.atYear(of).atTime(time).toEpochSecond(ZoneOffset.UTC))
          .min(Comparator.comparingDouble(at -> Math.abs(at - reference)));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private void message(Path file, double time, String host, String text, Scope scope) {
    Matcher repeated = REPEATED.matcher(text);
    int times = 1;
    String said = text;
    if (repeated.matches()) {
      times = Math.min(Integer.parseInt(repeated.group(1)), 1_000);
      said = repeated.group(2);
    }
    Matcher accepted = ACCEPTED.matcher(said);
    Matcher failed = FAILED.matcher(said);
    Matcher closed = CLOSED.matcher(said);
    Matcher found = accepted.matches() ? accepted : failed.matches() ? failed : closed;
    if (!scope.holds(time, null) || !(accepted.matches() || failed.matches() || closed.matches())) {
      return;
    }
    for (int i = 0; i < times; i++) {
      add(
          new HostLogin(
              time,
              host,
              instance(file, host),
              found.group(2),
              found.group(1),
              accepted.matches(),
              repeated.matches() ? i + 1 : 0));
    }
  }

  private void add(HostLogin login) {
    if (logins.size() == MOST_LOGINS) {
      left++;
    } else if (seen.merge(login, 1, Integer::sum) == 1) {
      logins.add(login);
    }
  }

  /** The instance that a host is: by a folder of the file's path, its name, or the trail. */
  private @Nullable String instance(Path file, String host) {
    for (Path part : file) {
      if (INSTANCE.matcher(part.toString()).matches()) {
        return part.toString();
      }
    }
    String name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    String bare = dot < 0 ? name : name.substring(0, dot);
    if (INSTANCE.matcher(bare).matches()) {
      return bare;
    }
    String known = instances.get(bare);
    String only = instances.get("");
    if (known == null && only != null) {
      guessed.put(host, only);
    }
    return known == null ? only : known;
  }
}
