package dev.sightline.inventory.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.configuration.Masking;
import dev.sightline.inventory.Layout;
import dev.sightline.inventory.LookupStore;
import dev.sightline.inventory.Row;
import dev.sightline.inventory.RowConsumer;
import dev.sightline.inventory.StoreException;
import dev.sightline.splunk.SplunkConfiguration;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collections of the app in Splunk's KV store. A row is a document whose {@code _key} is the
 * row's key; documents with other keys were added by people, and are left alone.
 */
public final class KvStore implements LookupStore {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Documents of one page, far below what Splunk gives at once (50,000). */
  private static final int PAGE = 1_000;

  /** Documents that one request removes: their keys stand in the address. */
  private static final int REMOVED = 50;

  private static final Logger log = LoggerFactory.getLogger(KvStore.class);

  private final SplunkConfiguration configuration;
  private final String version;
  private final SplunkClient client;
  private final Set<String> collections = new TreeSet<>();

  /**
   * @param version of the exporter, which the app's is compared with
   */
  public KvStore(SplunkConfiguration configuration, String version) throws StoreException {
    this(configuration, version, Duration.ofMillis(500));
  }

  /**
   * @param firstPause before the first retry; doubles from one to the next
   */
  public KvStore(SplunkConfiguration configuration, String version, Duration firstPause)
      throws StoreException {
    this.configuration = configuration;
    this.version = version;
    this.client = new SplunkClient(configuration, firstPause);
  }

  @Override
  public String place() {
    return "the KV store of " + configuration.place();
  }

  @Override
  public boolean isReadable() {
    return true;
  }

  @Override
  public Session open(Layout layout) throws StoreException {
    if (collections.isEmpty()) {
      collections.addAll(collections());
      versions().ifPresent(log::warn);
    }
    String name = layout.lookup().name();
    if (!collections.contains(name)) {
      throw new StoreException(
          "The app "
              + configuration.app()
              + " on "
              + configuration.place()
              + " has no collection "
              + name
              + ": install the app of this exporter's version.");
    }
    return new Collection(layout);
  }

  private Set<String> collections() throws StoreException {
    SplunkClient.Answer answer =
        client.send("GET", path("config") + "?output_mode=json&count=0", null);
    if (answer.status() == 404) {
      throw new StoreException(
          "The app "
              + configuration.app()
              + " is not on "
              + configuration.place()
              + ", or its KV store is switched off: install the app, or name it by"
              + " SIGHTLINE_SPLUNK_APP.");
    }
    checked(answer, "lists no collections");
    Set<String> names = new TreeSet<>();
    for (JsonNode entry : json(answer).path("entry")) {
      names.add(entry.path("name").asText());
    }
    return names;
  }

  /**
   * A sentence where the app and the exporter are of different minor versions: lookups may then
   * lack columns. A user who may not see the app's settings gets none.
   */
  public Optional<String> versions() throws StoreException {
    SplunkClient.Answer answer =
        client.send(
            "GET", "/services/apps/local/" + configuration.app() + "?output_mode=json", null);
    if (!answer.isGood()) {
      return Optional.empty();
    }
    String app = json(answer).path("entry").path(0).path("content").path("version").asText();
    if (app.isEmpty() || minor(app).equals(minor(version))) {
      return Optional.empty();
    }
    return Optional.of(
        "The app "
            + configuration.app()
            + " on "
            + configuration.place()
            + " is of version "
            + app
            + ", this exporter of "
            + version
            + ": install the app of this exporter's version, lest its lookups lack columns.");
  }

  /** Such as 0.1 of 0.1.7: what lies behind it changes no column. */
  private static String minor(String version) {
    String[] numbers = version.split("[.-]", 3);
    return numbers.length < 2 ? version : numbers[0] + "." + numbers[1];
  }

  private String path(String rest) {
    return "/servicesNS/nobody/" + configuration.app() + "/storage/collections/" + rest;
  }

  private JsonNode json(SplunkClient.Answer answer) throws StoreException {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new StoreException(
          configuration.place()
              + " answers no JSON: SIGHTLINE_SPLUNK_URL must be the management port, usually"
              + " 8089.",
          e);
    }
  }

  /** Throws the sentence for an answer that is not good. */
  private void checked(SplunkClient.Answer answer, String what) throws StoreException {
    if (answer.isGood()) {
      return;
    }
    String place = configuration.place();
    throw new StoreException(
        switch (answer.status()) {
          case 401 ->
              place
                  + " refuses the token or the password: make a new token in Splunk (Settings,"
                  + " Tokens) and give it by SIGHTLINE_SPLUNK_TOKEN.";
          case 403 ->
              place
                  + " "
                  + what
                  + ": the user of the token may not write in the app "
                  + configuration.app()
                  + ". Give it the role admin or sc_admin, or one that default.meta lets write.";
          default -> place + " " + what + " (" + answer.status() + "): " + reason(answer.body());
        });
  }

  private static String reason(String body) {
    String line = Masking.masked(body).replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
    return line.isEmpty() ? "no reason given." : line.substring(0, Math.min(300, line.length()));
  }

  /** One collection. */
  private final class Collection implements Session {
    private final Layout layout;
    private final Documents documents;
    private final String data;

    Collection(Layout layout) {
      this.layout = layout;
      this.documents = new Documents(layout);
      this.data = path("data/" + layout.lookup().name());
    }

    @Override
    public void read(RowConsumer consumer) throws StoreException {
      pages(JSON.createObjectNode(), consumer);
    }

    /** Pages by key: documents may be replaced meanwhile without one being missed. */
    private void pages(ObjectNode query, RowConsumer consumer) throws StoreException {
      String last = "";
      while (true) {
        ObjectNode page = query.deepCopy();
        if (!last.isEmpty()) {
          page.putObject("_key").put("$gt", last);
        }
        SplunkClient.Answer answer =
            client.send("GET", data + "?sort=_key&limit=" + PAGE + "&query=" + encoded(page), null);
        checked(answer, "does not give the rows of " + layout.lookup().name());
        JsonNode found = json(answer);
        for (JsonNode document : found) {
          last = document.path("_key").asText();
          if (Documents.isOurs(last)) {
            try {
              consumer.accept(documents.row(document));
            } catch (StoreException e) {
              throw e;
            } catch (IOException e) {
              throw new StoreException("The temporary folder fails: " + e.getMessage(), e);
            }
          }
        }
        if (found.size() < PAGE) {
          return;
        }
      }
    }

    @Override
    public void upsert(List<Row> rows) throws StoreException {
      ArrayNode slice = JSON.createArrayNode();
      rows.forEach(row -> slice.add(documents.document(row)));
      SplunkClient.Answer answer = client.send("POST", data + "/batch_save", slice.toString());
      checked(answer, "does not take rows of " + layout.lookup().name());
    }

    @Override
    public void sweep(long generation, Sweep sweep) throws StoreException {
      if (generation == Long.MIN_VALUE) {
        return;
      }
      ObjectNode older = JSON.createObjectNode();
      older.putObject("generation").put("$lt", generation);
      List<Row> replaced = new ArrayList<>();
      List<String> removed = new ArrayList<>();
      pages(
          older,
          row -> {
            switch (sweep.fate(row)) {
              case Fate.Keep _ -> {}
              case Fate.Replace(Row other) -> replaced.add(other);
              case Fate.Remove _ -> removed.add(row.key());
            }
            if (replaced.size() == SLICE) {
              upsert(List.copyOf(replaced));
              replaced.clear();
            }
            if (removed.size() == REMOVED) {
              remove(removed);
            }
          });
      if (!replaced.isEmpty()) {
        upsert(replaced);
      }
      if (!removed.isEmpty()) {
        remove(removed);
      }
    }

    private void remove(List<String> keys) throws StoreException {
      ObjectNode query = JSON.createObjectNode();
      ArrayNode any = query.putArray("$or");
      keys.forEach(key -> any.addObject().put("_key", key));
      SplunkClient.Answer answer = client.send("DELETE", data + "?query=" + encoded(query), null);
      checked(answer, "does not remove rows of " + layout.lookup().name());
      keys.clear();
    }

    @Override
    public void commit() {
      // Each request was answered: there is nothing that could still be on its way.
    }

    private static String encoded(ObjectNode query) {
      return URLEncoder.encode(query.toString(), StandardCharsets.UTF_8);
    }
  }
}
