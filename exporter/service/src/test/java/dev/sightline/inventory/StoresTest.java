package dev.sightline.inventory;

import static dev.sightline.inventory.Setting.SHOP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.inventory.store.CsvFolder;
import dev.sightline.inventory.store.KvStore;
import dev.sightline.splunk.SplunkConfiguration;
import dev.sightline.stand.KvServer;
import dev.sightline.stand.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where rows are kept: signing in to Splunk, and the folder of files. */
class StoresTest {
  private static final Layout ACCOUNTS =
      new Layout(
          Setting.LOOKUPS.stream()
              .filter(lookup -> lookup.name().equals("aws_accounts"))
              .findFirst()
              .orElseThrow());

  @TempDir Path folder = Path.of("");
  private final Setting setting = Setting.organized();

  @AfterEach
  void close() {
    setting.close();
  }

  private KvStore store() throws StoreException {
    return new KvStore(
        SplunkConfiguration.read(setting.settings()).orElseThrow(), "0.1.0", Duration.ofMillis(1));
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(StoreException.class, () -> store().open(ACCOUNTS)).getMessage());
  }

  private Outcome refreshInto(LookupStore store) {
    return setting.refresh(
        new Refresh.Wanted(Set.of(), false, false),
        InventoryConfiguration.read(setting.settings(), Setting.LOOKUPS),
        store);
  }

  @Test
  void a_user_and_a_password_open_a_session() {
    setting.settings.remove("sightline.splunk.token");
    setting.settings.put("sightline.splunk.user", KvServer.USER);
    setting.settings.put("sightline.splunk.password", KvServer.PASSWORD);
    assertTrue(setting.refresh().isComplete());
    setting.settings.put("sightline.splunk.password", "wrong");
    assertTrue(refusal().contains("refuses the token or the password"), refusal());
  }

  @Test
  void a_token_that_is_refused_is_no_reason_to_ask_again() {
    setting.settings.put("sightline.splunk.token", "old");
    assertTrue(refusal().contains("make a new token"), refusal());
  }

  @Test
  void an_app_that_is_not_there_and_a_collection_that_it_lacks_are_named() throws StoreException {
    setting.settings.put("sightline.splunk.app", "other");
    assertTrue(refusal().contains("The app other is not on"), refusal());
    try (KvServer older = KvServer.start("sightline_aws", null)) {
      older.collection("aws_resources", Map.of());
      setting.settings.remove("sightline.splunk.app");
      setting.settings.put("sightline.splunk.url", older.endpoint().toString());
      assertTrue(refusal().contains("has no collection aws_accounts"), refusal());
    }
  }

  @Test
  void an_app_of_another_minor_version_is_told_of_and_is_no_reason_to_stop() throws StoreException {
    setting.splunk.version("0.1.9");
    assertEquals(Optional.empty(), store().versions());
    setting.splunk.version("0.2.0");
    String notice = store().versions().orElseThrow();
    assertTrue(notice.contains("is of version 0.2.0, this exporter of 0.1.0"), notice);
    assertTrue(setting.refresh().isComplete());
  }

  @Test
  void a_port_that_is_closed_is_told_with_the_way_out() {
    setting.settings.put("sightline.splunk.url", "http://127.0.0.1:1");
    assertTrue(refusal().contains("SIGHTLINE_INVENTORY_WRITER=events"), refusal());
  }

  @Test
  void a_certificate_is_verified_and_its_authority_can_be_given() throws IOException {
    TlsIdentity identity = TlsIdentity.create(folder, "splunk");
    Path authority = folder.resolve("authority.pem");
    Files.writeString(authority, identity.pem());
    try (KvServer secured = KvServer.start("sightline_aws", identity)) {
      secured.collection("aws_accounts", Map.of());
      setting.settings.put("sightline.splunk.url", secured.endpoint().toString());
      assertTrue(refusal().contains("is not trusted"), refusal());
      setting.settings.put("sightline.splunk.certificate-authority", authority.toString());
      store().open(ACCOUNTS).close();
    }
  }

  @Test
  void a_folder_of_files_is_refreshed_like_a_collection() throws IOException {
    setting.instance("shop", SHOP, "i-1", "{\"Owner\": \"a, b \\\"c\\\"\"}");
    setting.instance("shop", SHOP, "i-2", "{}");
    assertTrue(refreshInto(new CsvFolder(folder)).isComplete());
    List<String> lines = Files.readAllLines(folder.resolve("aws_ec2_instances.csv"));
    assertEquals(3, lines.size());
    assertTrue(lines.getFirst().startsWith("instance_id,account_id,name"), lines.getFirst());
    assertTrue(
        lines.stream().anyMatch(line -> line.contains("\"a, b \"\"c\"\"\"")), lines::toString);
    setting.later();
    setting.sql("delete from shop.aws_ec2_instance where instance_id = 'i-2'");
    AccountOutcome second =
        Setting.of(refreshInto(new CsvFolder(folder)), "aws_ec2_instances", SHOP);
    assertEquals(0, second.added());
    assertEquals(1, second.gone());
    assertEquals(3, Files.readAllLines(folder.resolve("aws_ec2_instances.csv")).size());
    setting.later();
    assertEquals(
        0, Setting.of(refreshInto(new CsvFolder(folder)), "aws_ec2_instances", SHOP).changed());
    try (var files = Files.list(folder)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".next")));
    }
  }

  @Test
  void a_file_keeps_its_rows_until_the_new_one_is_whole() throws IOException {
    refreshInto(new CsvFolder(folder));
    String before = Files.readString(folder.resolve("aws_accounts.csv"));
    try (LookupStore.Session session = new CsvFolder(folder).open(ACCOUNTS)) {
      session.upsert(List.of(ACCOUNTS.row(Map.of("account_id", "000000000001"))));
      assertEquals(before, Files.readString(folder.resolve("aws_accounts.csv")));
    }
    assertEquals(before, Files.readString(folder.resolve("aws_accounts.csv")));
  }

  @Test
  void on_a_full_disk_a_file_keeps_its_rows_and_is_named() throws IOException {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "there is no /dev/full here");
    refreshInto(new CsvFolder(folder));
    Path file = folder.resolve("aws_accounts.csv");
    String before = Files.readString(file);
    // Whatever is written here fails as on a disk that is full.
    Path next = Files.createSymbolicLink(folder.resolve(".aws_accounts.csv.next"), full);
    try (LookupStore.Session session = new CsvFolder(folder).open(ACCOUNTS)) {
      List<Row> rows = List.of(ACCOUNTS.row(Map.of("account_id", "000000000001")));
      StoreException refused =
          assertThrows(
              StoreException.class,
              () -> {
                session.upsert(rows);
                session.commit();
              });
      String said = String.valueOf(refused.getMessage());
      assertTrue(
          said.startsWith(file + " cannot be written (No space left on device): check space"),
          said);
    }
    assertEquals(before, Files.readString(file));
    assertTrue(Files.notExists(next, LinkOption.NOFOLLOW_LINKS), "half a file is left");
  }

  @Test
  void a_folder_that_cannot_be_made_is_told_with_what_to_do() throws IOException {
    Path below = Files.writeString(folder.resolve("file"), "").resolve("lookups");
    String said =
        String.valueOf(assertThrows(StoreException.class, () -> new CsvFolder(below)).getMessage());
    assertTrue(said.startsWith("The folder " + below + " cannot be made ("), said);
    assertTrue(said.contains("name one with --to"), said);
  }
}
