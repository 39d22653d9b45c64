package dev.sightline.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.command.Terminal;
import dev.sightline.configuration.Secret;
import dev.sightline.lookups.Column;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.splunk.SplunkConfiguration;
import dev.sightline.stand.KvServer;
import dev.sightline.stand.SearchHead;
import dev.sightline.stand.SteampipeServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whose everything is: a PostgreSQL that answers as Steampipe does for the story's organization,
 * and the collections of a Splunk, which the exporter fills from it.
 */
final class Inventory implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Account MANAGEMENT = Account.SHARED_SERVICES;
  private static final String ACCOUNTS = "aws_accounts";
  private static final String KEYS = "aws_access_keys";

  /** Calls of the incident that an analyst would look at first. */
  private static final Set<String> TELLING =
      Set.of(
          "GetCallerIdentity",
          "CreateUser",
          "StopLogging",
          "AuthorizeSecurityGroupIngress",
          "RunInstances");

  private final Opened opened;
  private final SteampipeServer.Service steampipe;
  private final KvServer splunk;

  /** What an account is for, and who answers for it. */
  private record Purpose(String unit, String environment, String owner) {}

  private Inventory(Opened opened) {
    this.opened = opened;
    steampipe = opened.add(SteampipeServer.start()).service();
    splunk = opened.add(KvServer.start("sightline_aws", null));
    for (Lookup lookup : LookupFolder.shipped()) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (Column column : lookup.columns()) {
        fields.put(column.name(), column.type().name().toLowerCase(Locale.ROOT));
      }
      splunk.collection(lookup.name(), fields);
    }
    fill();
  }

  /**
   * Starts both.
   *
   * @throws IllegalStateException where one does not start; nothing stays open then
   */
  static Inventory start() {
    Opened opened = new Opened();
    try {
      return new Inventory(opened);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** The exporter's settings, as an operator would write them. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("sightline.steampipe.url", steampipe.url());
    settings.put("sightline.splunk.url", splunk.endpoint().toString());
    settings.put("sightline.splunk.token", KvServer.TOKEN);
    return settings;
  }

  /** From now on Splunk can be searched. */
  void searches(SearchHead head) {
    splunk.searches(head);
  }

  /** Where Splunk is searched. */
  URI splunkEndpoint() {
    return splunk.endpoint();
  }

  /** Splunk's management port, as an operator configures it. */
  SplunkConfiguration management() {
    return new SplunkConfiguration(
        splunk.endpoint(),
        new SplunkConfiguration.Credentials.Token(Secret.of(KvServer.TOKEN)),
        "sightline_aws",
        null,
        Duration.ofSeconds(30));
  }

  private void fill() {
    for (Account account : Account.values()) {
      steampipe.connection(schema(account), account.id(), MANAGEMENT.id());
    }
    String payer = schema(MANAGEMENT);
    steampipe.execute("insert into " + payer + ".aws_organizations_root values ('r-demo', 'Root')");
    for (Account account : Account.values()) {
      Purpose purpose = purpose(account);
      String unit = "ou-demo-" + purpose.unit().toLowerCase(Locale.ROOT);
      steampipe.execute(
          "insert into "
              + payer
              + ".aws_organizations_organizational_unit (id, name, parent_id) select ?, ?,"
              + " 'r-demo' where not exists (select from "
              + payer
              + ".aws_organizations_organizational_unit where id = ?)",
          unit,
          purpose.unit(),
          unit);
      steampipe.execute(
          "insert into "
              + payer
              + ".aws_organizations_account (id, name, email, state, parent_id, tags, account_id)"
              + " values (?, ?, ?, 'ACTIVE', ?, ?::jsonb, ?)",
          account.id(),
          account.label(),
          account.label() + "@example.com",
          unit,
          Json.object("Owner", purpose.owner(), "Environment", purpose.environment()).toString(),
          MANAGEMENT.id());
      steampipe.execute(
          "insert into " + payer + ".contacts_that_are_set values (?, 'SECURITY', ?)",
          account.id(),
          "security@example.com");
    }
    steampipe.execute(
        "insert into "
            + schema(Account.PAYMENTS)
            + ".aws_iam_access_key (access_key_id, user_name, status, account_id) values (?,"
            + " 'release-bot', 'Active', ?)",
        IncidentFacts.LEAKED_KEY_ID,
        Account.PAYMENTS.id());
  }

  private static String schema(Account account) {
    return account.label().replace('-', '_');
  }

  private static Purpose purpose(Account account) {
    return switch (account) {
      case PAYMENTS -> new Purpose("Workloads", "production", "payments team");
      case SANDBOX -> new Purpose("Sandbox", "sandbox", "every developer");
      case LOG_ARCHIVE -> new Purpose("Security", "production", "platform team");
      case SECURITY -> new Purpose("Security", "production", "security team");
      case SHARED_SERVICES -> new Purpose("Workloads", "production", "platform team");
    };
  }

  /**
   * Waits until the exporter has refreshed the lookups.
   *
   * @return whether it has
   */
  boolean awaitLookups() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (splunk.documents(ACCOUNTS).size() < Account.values().length
        || splunk.documents(KEYS).isEmpty()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(LOOK);
    }
    return true;
  }

  /** Some of the events that arrived, with what the lookups say of their account and key. */
  String table(List<Comparison.Arrival> arrivals) {
    Map<String, JsonNode> accounts = byField(ACCOUNTS, "account_id");
    Map<String, JsonNode> keys = byField(KEYS, "access_key_id");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("event", "account", "name", "environment", "owner", "key of"));
    Set<String> told = new LinkedHashSet<>();
    for (Comparison.Arrival arrival : arrivals) {
      JsonNode event = parsed(arrival.text());
      String name = event.path("eventName").asText();
      String key = event.path("userIdentity").path("accessKeyId").asText();
      String account = String.valueOf(arrival.host());
      boolean ofIncident = key.equals(IncidentFacts.LEAKED_KEY_ID) && TELLING.contains(name);
      if (told.add(ofIncident ? name : account)) {
        JsonNode known = accounts.getOrDefault(account, JSON.nullNode());
        JsonNode user = keys.getOrDefault(key, JSON.nullNode());
        rows.add(
            List.of(
                name,
                account,
                known.path("name").asText("?"),
                known.path("environment").asText("?"),
                known.path("owner").asText("?"),
                user.path("user_name").asText("")));
      }
    }
    return String.join("\n", Terminal.table(rows));
  }

  private Map<String, JsonNode> byField(String lookup, String field) {
    Map<String, JsonNode> rows = new HashMap<>();
    splunk.documents(lookup).values().forEach(row -> rows.put(row.path(field).asText(), row));
    return rows;
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event that arrived is no JSON", e);
    }
  }

  @Override
  public void close() {
    opened.close();
  }
}
