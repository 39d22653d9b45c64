package dev.sightline.demo;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Item;
import dev.sightline.command.Terminal;
import dev.sightline.hunt.Hit;
import dev.sightline.hunt.HitForms;
import dev.sightline.hunt.Hunt;
import dev.sightline.hunt.Incident;
import dev.sightline.hunt.IncidentForms;
import dev.sightline.hunt.LookupFiles;
import dev.sightline.hunt.Reading;
import dev.sightline.hunt.Scope;
import dev.sightline.replay.LogFiles;
import dev.sightline.spl.lookup.GeoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the catalog finds in the events that arrived: its detections and anomalies, as an offline
 * approximation of what Splunk would find in them.
 *
 * @param incidents what each actor did
 * @param hits the most severe first
 */
record Detections(List<Incident> incidents, List<Hit> hits) {
  Detections {
    incidents = List.copyOf(incidents);
    hits = List.copyOf(hits);
  }

  /** Runs the catalog over the records, with the accounts' names beside them. */
  static Detections in(List<StoryRecord> records) throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory("sightline-demo");
      Path events = folder.resolve("arrived.jsonl");
      Path accounts = folder.resolve("aws_accounts.csv");
      try {
        Files.write(events, records.stream().map(StoryRecord::text).toList());
        Files.write(accounts, accounts());
        return in(folder, events);
      } finally {
        Files.deleteIfExists(events);
        Files.deleteIfExists(accounts);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The events cannot be kept for the catalog.", e);
    }
  }

  private static Detections in(Path folder, Path events) throws IOException, InterruptedException {
    Catalog catalog = Catalog.shipped();
    Hunt hunt =
        new Hunt(
            catalog,
            LookupFiles.read(folder, catalog.lookups(), _ -> {}),
            GeoDatabase.NONE,
            InstantSource.system());
    Hunt.Result result =
        hunt.run(LogFiles.below(events), Scope.ALL, Set.of(), 1, Reading.Progress.NONE);
    List<Hit> hits =
        result.hits().stream()
            .filter(hit -> !hit.kind().equals(Item.Kind.HUNT.name().toLowerCase(Locale.ROOT)))
            .toList();
    return new Detections(result.incidents(), hits);
  }

  private static List<String> accounts() {
    List<String> lines = new ArrayList<>(List.of("account_id,name"));
    for (Account account : Account.values()) {
      lines.add(account.id() + "," + account.label());
    }
    return lines;
  }

  /** The incidents, and a table of the hits. */
  String text() {
    List<String> lines = new ArrayList<>();
    for (Incident incident : incidents) {
      lines.addAll(IncidentForms.lines(incident));
      lines.add("");
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("what the catalog finds in it", "severity", "account", "first seen", "who"));
    for (Hit hit : hits) {
      rows.add(
          List.of(
              hit.title(),
              hit.severity().name().toLowerCase(Locale.ROOT),
              String.valueOf(hit.accountName()),
              hit.firstSeen() == null ? "" : hit.firstSeen().substring(11, 19),
              HitForms.shortened(String.valueOf(hit.principal()))));
    }
    lines.addAll(Terminal.table(rows));
    lines.add(Hunt.APPROXIMATION);
    return String.join("\n", lines) + "\n";
  }
}
