package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.lookups.Column;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.KvServer;
import dev.sightline.stand.SteampipeServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service refreshes by itself, by its collections or by events. */
class InventoryScheduleTest {
  private static final String ACCOUNT = "012345678910";

  private final Surroundings around = new Surroundings(HecReceiver.Settings.of(Surroundings.TOKEN));
  private final SteampipeServer server = SteampipeServer.start();
  private final SteampipeServer.Service steampipe = server.service();
  private final KvServer splunk = KvServer.start("sightline_aws", null);

  @BeforeEach
  void fill() {
    for (Lookup lookup : LookupFolder.shipped()) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (Column column : lookup.columns()) {
        fields.put(column.name(), column.type().name().toLowerCase(Locale.ROOT));
      }
      splunk.collection(lookup.name(), fields);
    }
    steampipe.connection("zero", ACCOUNT, "");
  }

  @AfterEach
  void close() {
    splunk.close();
    server.close();
    around.close();
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("sightline.steampipe.url", steampipe.url());
    settings.put("sightline.splunk.url", splunk.endpoint().toString());
    settings.put("sightline.splunk.token", KvServer.TOKEN);
    return settings;
  }

  private static String metrics(Service service) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(service.address() + "/prometheus")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void one_of_two_exporters_refreshes_and_tells_it_in_its_metrics() throws InterruptedException {
    AtomicInteger saves = new AtomicInteger();
    splunk.judge((method, path) -> {
      if (path.endsWith("aws_accounts/batch_save")) {
        saves.incrementAndGet();
      }
      return new KvServer.Fate.Passes();
    });
    try (Service one = around.start(settings());
        Service other = around.start(settings())) {
      Surroundings.await(
          "one of them tells of a refresh",
          () ->
              (metrics(one) + metrics(other))
                  .contains("sightline_inventory_rows{lookup=\"aws_accounts\"} 1.0"));
    }
    assertEquals(1, splunk.documents("aws_accounts").size());
    assertEquals(1, saves.get());
  }

  @Test
  void where_the_management_port_is_closed_rows_go_as_events_with_their_end() throws Exception {
    Map<String, Object> settings = settings();
    settings.remove("sightline.splunk.url");
    settings.remove("sightline.splunk.token");
    settings.put("sightline.inventory.writer", "events");
    try (Service _ = around.start(settings)) {
      Surroundings.await(
          "the end of the rows has come",
          () ->
              around.hec.events().stream()
                  .anyMatch(event -> event.event().contains("complete_rows")));
    }
    assertTrue(
        around.hec.events().stream()
            .anyMatch(event ->
                "sightline:inventory".equals(event.sourcetype())
                    && event.event().contains("\"account_id\":\"012345678910\"")
                    && event.event().contains("\"row_key\"")));
  }
}
