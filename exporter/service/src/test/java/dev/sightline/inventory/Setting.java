package dev.sightline.inventory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.configuration.Settings;
import dev.sightline.inventory.steampipe.Steampipe;
import dev.sightline.inventory.store.KvStore;
import dev.sightline.lookups.Column;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.splunk.SplunkConfiguration;
import dev.sightline.stand.KvServer;
import dev.sightline.stand.SteampipeServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A Steampipe with an organization of three accounts, and a Splunk with the collections of the
 * lookups. The PostgreSQL server is one for all tests; each has a database of its own.
 */
final class Setting implements AutoCloseable {
  static final String PAYER = "111122223333";
  static final String SHOP = "222233334444";

  /** Begins with a zero, which is lost wherever somebody takes it for a number. */
  static final String ZERO = "012345678910";

  private static final SteampipeServer SERVER = SteampipeServer.start();
  static final List<Lookup> LOOKUPS = LookupFolder.shipped();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
  }

  final SteampipeServer.Service steampipe = SERVER.service();
  final KvServer splunk = KvServer.start("sightline_aws", null);
  final Map<String, String> settings = new HashMap<>();
  Instant now = Instant.parse("2026-01-15T12:00:00Z");

  Setting() {
    for (Lookup lookup : LOOKUPS) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (Column column : lookup.columns()) {
        fields.put(column.name(), column.type().name().toLowerCase(Locale.ROOT));
      }
      splunk.collection(lookup.name(), fields);
    }
    settings.put("sightline.steampipe.url", steampipe.url());
    settings.put("sightline.splunk.url", splunk.endpoint().toString());
    settings.put("sightline.splunk.token", KvServer.TOKEN);
  }

  /** Three accounts that answer, of one organization. */
  static Setting organized() {
    Setting setting = new Setting();
    setting.steampipe.connection("payer", PAYER, PAYER);
    setting.steampipe.connection("shop", SHOP, PAYER);
    setting.steampipe.connection("zero", ZERO, PAYER);
    setting.sql("insert into payer.aws_organizations_root values ('r-ab12', 'Root')");
    setting.sql(
        "insert into payer.aws_organizations_organizational_unit values ('ou-ab12-11112222',"
            + " 'Workloads', 'r-ab12', 'r_ab12.ou_ab12_11112222'), ('ou-ab12-33334444', 'Prod',"
            + " null, 'r_ab12.ou_ab12_11112222.ou_ab12_33334444')");
    setting.member(PAYER, "payer", "r-ab12", "{\"owner\": \"platform\"}");
    setting.member(
        SHOP,
        "shop-prod",
        "ou-ab12-33334444",
        "{\"OWNER\": \"shop team\", \"env\": \"production\", \"App\": \"shop\"}");
    setting.sql(
        "insert into payer.contacts_that_are_set values (?, 'SECURITY', 'payer@example.com')",
        PAYER);
    setting.member(ZERO, "zero", "ou-ab12-11112222", "{}");
    return setting;
  }

  void member(String id, String name, String parent, String tags) {
    sql(
        "insert into payer.aws_organizations_account (id, name, email, state, parent_id,"
            + " joined_timestamp, tags, account_id) values (?, ?, ?, 'ACTIVE', ?,"
            + " '2024-02-03 04:05:06+00', ?::jsonb, ?)",
        id,
        name,
        name + "@example.com",
        parent,
        tags,
        PAYER);
  }

  void instance(String schema, String account, String id, String tags) {
    sql(
        "insert into "
            + schema
            + ".aws_ec2_instance (instance_id, title, instance_state, private_ip_address, region,"
            + " tags, account_id, launch_time, user_data) values (?, ?, 'running', '10.0.0.7',"
            + " 'eu-west-1', ?::jsonb, ?, '2026-01-01 00:00:00+00', 'password')",
        id,
        "name of " + id,
        tags,
        account);
  }

  void sql(String statement, String... parameters) {
    steampipe.execute(statement, parameters);
  }

  Settings settings() {
    return new Settings(name -> Optional.ofNullable(settings.get(name)));
  }

  /** Refreshes these, or all. */
  Outcome refresh(String... lookups) {
    return refresh(new Refresh.Wanted(Set.of(lookups), false, false));
  }

  Outcome refresh(Refresh.Wanted wanted) {
    Settings read = settings();
    InventoryConfiguration configuration = InventoryConfiguration.read(read, LOOKUPS);
    SplunkConfiguration splunkConfiguration = SplunkConfiguration.read(read).orElseThrow();
    read.check();
    try {
      return refresh(
          wanted, configuration, new KvStore(splunkConfiguration, "0.1.0", Duration.ofMillis(1)));
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  Outcome refresh(Refresh.Wanted wanted, InventoryConfiguration configuration, LookupStore store) {
    Optional<Steampipe> source = configuration.steampipe().map(Steampipe::new);
    try {
      return new Refresh(
              LOOKUPS, configuration, source, store, () -> now, (lookup, done, all) -> {})
          .run(wanted);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      source.ifPresent(Steampipe::close);
    }
  }

  /** An hour goes by. */
  void later() {
    now = now.plus(Duration.ofHours(1));
  }

  /** The document of a lookup whose field has this value. */
  ObjectNode row(String lookup, String field, String value) {
    return find(lookup, field, value)
        .orElseThrow(() ->
            new AssertionError(
                "no " + field + "=" + value + " in " + splunk.documents(lookup).values()));
  }

  Optional<ObjectNode> find(String lookup, String field, String value) {
    return splunk.documents(lookup).values().stream()
        .filter(document -> document.path(field).asText().equals(value))
        .findFirst();
  }

  static LookupOutcome of(Outcome outcome, String lookup) {
    return outcome.lookups().stream()
        .filter(each -> each.lookup().equals(lookup))
        .findFirst()
        .orElseThrow();
  }

  static AccountOutcome of(Outcome outcome, String lookup, String account) {
    return of(outcome, lookup).accounts().stream()
        .filter(each -> each.account().equals(account))
        .findFirst()
        .orElseThrow(() -> new AssertionError(account + " is not in " + outcome));
  }

  ObjectNode health(String lookup, String account) {
    return splunk.documents("aws_inventory_health").values().stream()
        .filter(document ->
            document.path("dataset").asText().equals(lookup)
                && document.path("account_id").asText().equals(account))
        .findFirst()
        .map(Objects::requireNonNull)
        .orElseThrow();
  }

  @Override
  public void close() {
    splunk.close();
  }
}
