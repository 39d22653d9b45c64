package dev.sightline.inventory;

import dev.sightline.inventory.steampipe.Steampipe;
import dev.sightline.inventory.steampipe.SteampipeException;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.Query;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Collects the rows of one lookup from all accounts that answer. */
final class Gathering {
  private final Steampipe steampipe;
  private final Survey survey;
  private final Attributes attributes;
  private final Progress progress;

  Gathering(Steampipe steampipe, Survey survey, Attributes attributes, Progress progress) {
    this.steampipe = steampipe;
    this.survey = survey;
    this.attributes = attributes;
    this.progress = progress;
  }

  /**
   * Asks every account, each on its own.
   *
   * @param active the accounts that should answer
   */
  Gathered gather(Lookup lookup, Set<String> active) throws IOException, InterruptedException {
    Layout layout = new Layout(lookup);
    Gathered gathered = new Gathered(layout);
    try {
      for (String account : active) {
        if (!survey.answering().containsKey(account)) {
          gathered.lacks(
              account,
              Standing.MISSING,
              "no connection answers for it, and the organization says that it is active.");
        }
      }
      AtomicInteger done = new AtomicInteger();
      List<Map.Entry<String, String>> accounts = List.copyOf(survey.answering().entrySet());
      Parallel.map(
          steampipe.configuration().parallelism(),
          accounts,
          account -> {
            ask(gathered, account.getKey(), account.getValue());
            progress.at(lookup.name(), done.incrementAndGet(), accounts.size());
            return account.getKey();
          });
      return gathered;
    } catch (IOException | InterruptedException | RuntimeException e) {
      gathered.close();
      throw e;
    }
  }

  private void ask(Gathered gathered, String account, String schema) throws IOException {
    Layout layout = gathered.layout();
    List<Query> queries = layout.lookup().refresh().map(Lookup.Refresh::queries).orElse(List.of());
    Set<String> columns = Set.copyOf(layout.names());
    // Where two queries tell of a resource, the first one's answer stands.
    Map<Gathered.Key, Query> told = new HashMap<>();
    try (Spool spool = new Spool(layout)) {
      for (Query query : queries) {
        steampipe.ask(
            schema,
            query,
            List.of(),
            cells -> {
              String tags = cells.remove("tags");
              cells.putIfAbsent("account_id", account);
              attributes.fill(cells, columns, Tags.read(tags == null ? "" : tags));
              Row row = layout.row(cells);
              Query first = told.putIfAbsent(Gathered.Key.of(row), query);
              if (first == null || first.equals(query)) {
                spool.add(row);
              }
            });
      }
      gathered.add(account, spool);
    } catch (SteampipeException e) {
      gathered.lacks(account, Standing.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
