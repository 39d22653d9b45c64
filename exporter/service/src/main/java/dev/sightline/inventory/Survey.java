package dev.sightline.inventory;

import dev.sightline.inventory.steampipe.Connection;
import dev.sightline.inventory.steampipe.Steampipe;
import dev.sightline.inventory.steampipe.SteampipeException;
import dev.sightline.lookups.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which accounts answer: each connection is asked for its own account first, since a schema that is
 * loaded says nothing of the credentials.
 *
 * @param answering schema by account
 * @param management the account that rules the organization, where one of its accounts answers
 * @param names what an account is called by itself, where there is no organization to ask
 * @param gaps connections that do not answer, each with what to do
 */
record Survey(
    Map<String, String> answering,
    Optional<String> management,
    Map<String, String> names,
    List<String> gaps) {

  /** What a connection said of itself. */
  private record Said(Connection connection, List<Map<String, String>> rows, String gap) {}

  /**
   * Asks every connection.
   *
   * @param canary the query of a table that has one row in every account
   * @throws SteampipeException where the service does not answer
   */
  static Survey of(Steampipe steampipe, Query canary) throws IOException, InterruptedException {
    List<Connection> connections = steampipe.connections();
    List<Said> all =
        Parallel.map(
            steampipe.configuration().parallelism(),
            connections,
            connection -> said(steampipe, canary, connection));
    Map<String, String> answering = new TreeMap<>();
    Map<String, String> names = new HashMap<>();
    List<String> gaps = new ArrayList<>();
    Optional<String> management = Optional.empty();
    Optional<String> chosen = steampipe.configuration().organization();
    String ruler = "";
    for (Said said : all) {
      String schema = said.connection().name();
      if (!said.gap().isEmpty()) {
        gaps.add("connection " + schema + ": " + said.gap());
        continue;
      }
      Map<String, String> row = said.rows().getFirst();
      String account = row.getOrDefault("account_id", "");
      String other = answering.putIfAbsent(account, schema);
      if (other != null) {
        gaps.add(
            "connection "
                + schema
                + ": its account "
                + account
                + " is also that of "
                + other
                + ", which is asked in its place; keep one of them.");
        continue;
      }
      names.put(account, row.getOrDefault("name", ""));
      if (ruler.isEmpty()) {
        ruler = row.getOrDefault("organization_master_account_id", "");
      }
      if (chosen.isPresent() && chosen.get().equals(schema)) {
        management = Optional.of(account);
      }
    }
    if (chosen.isEmpty() && answering.containsKey(ruler)) {
      management = Optional.of(ruler);
    } else if (chosen.isPresent() && management.isEmpty()) {
      gaps.add(
          "connection "
              + chosen.get()
              + " does not answer: SIGHTLINE_STEAMPIPE_ORGANIZATION names"
              + " it as that of the management account.");
    } else if (management.isEmpty() && !ruler.isEmpty()) {
      gaps.add(
          "no connection answers for the management account "
              + ruler
              + ": the accounts of the"
              + " organization are not known.");
    }
    if (connections.isEmpty()) {
      gaps.add(
          "Steampipe has no connection to AWS: write one for each account into"
              + " ~/.steampipe/config/aws.spc.");
    }
    boolean organized = !ruler.isEmpty() || chosen.isPresent();
    return new Survey(answering, management, organized ? Map.of() : names, gaps);
  }

  /** Whether there is an organization, as far as its members tell. */
  boolean isOrganized() {
    return names.isEmpty();
  }

  private static Said said(Steampipe steampipe, Query canary, Connection connection)
      throws IOException {
    if (!connection.isReady()) {
      return new Said(
          connection,
          List.of(),
          "it is "
              + (connection.state().isEmpty() ? "in no state" : connection.state())
              + (connection.error().isEmpty() ? "" : " (" + connection.error() + ")")
              + ": mend it in ~/.steampipe/config, then 'steampipe service restart'.");
    }
    List<Map<String, String>> rows = new ArrayList<>();
    try {
      steampipe.ask(connection.name(), canary, List.of(), rows::add);
    } catch (SteampipeException e) {
      if (e.isOfService()) {
        throw e;
      }
      return new Said(connection, List.of(), String.valueOf(e.getMessage()));
    }
    if (rows.size() != 1 || !rows.getFirst().getOrDefault("account_id", "").matches("\\d{12}")) {
      return new Said(
          connection,
          List.of(),
          canary.table()
              + " answers with "
              + rows.size()
              + " rows instead of one: its credentials are refused, and the refusal is ignored.");
    }
    return new Said(connection, rows, "");
  }
}
