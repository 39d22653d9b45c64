package dev.sightline.inventory.steampipe;

import dev.sightline.configuration.Secret;
import dev.sightline.lookups.Query;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A running Steampipe service. Safe for several threads: each statement has a session of its own,
 * in a transaction that reads only.
 */
public final class Steampipe implements AutoCloseable {
  /** Rows that are fetched at once, so that an answer need not fit into memory. */
  private static final int FETCH = 1_000;

  /** A lock that is held until it is closed. */
  public static final class Lease implements AutoCloseable {
    private final java.sql.Connection session;

    private Lease(java.sql.Connection session) {
      this.session = session;
    }

    @Override
    public void close() {
      discard(session);
    }
  }

  private final SteampipeConfiguration configuration;
  private final Refusals refusals;
  private final Deque<java.sql.Connection> idle = new ArrayDeque<>();
  private final Map<String, Set<String>> columns = new ConcurrentHashMap<>();
  private boolean closed;

  public Steampipe(SteampipeConfiguration configuration) {
    this.configuration = configuration;
    this.refusals = new Refusals(configuration);
  }

  public SteampipeConfiguration configuration() {
    return configuration;
  }

  /**
   * The connections to AWS that are not switched off, in alphabetical order. Aggregators are left
   * out: they may lose the error of one of their members.
   */
  public List<Connection> connections() throws SteampipeException {
    List<Connection> connections = new ArrayList<>();
    java.sql.Connection session = session();
    try {
      try (Statement statement = session.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "select name, coalesce(state, ''), coalesce(error, '')"
                      + " from steampipe_internal.steampipe_connection"
                      + " where coalesce(type, '') <> 'aggregator'"
                      + " and coalesce(state, '') <> 'disabled'"
                      + " and plugin ~ '(^|/)aws(@|$)' order by name")) {
        while (rows.next()) {
          connections.add(new Connection(rows.getString(1), rows.getString(2), rows.getString(3)));
        }
      }
      session.commit();
      giveBack(session);
      return connections;
    } catch (SQLException e) {
      discard(session);
      throw refusals.asking("steampipe_internal", "steampipe_connection", e);
    }
  }

  /**
   * Asks one connection. The rows are given while they arrive and count only when this returns
   * normally: an error may come after any number of them.
   *
   * @param schema the connection's
   * @param parameters of the statement, in order
   * @throws SteampipeException where the answer is not complete
   */
  public void ask(String schema, Query query, List<String> parameters, AnswerConsumer consumer)
      throws IOException {
    java.sql.Connection session = session();
    try {
      String text = query.statement(schema, columns(session, schema, query));
      try (PreparedStatement statement = session.prepareStatement(text)) {
        statement.setFetchSize(FETCH);
        for (int i = 0; i < parameters.size(); i++) {
          statement.setString(i + 1, parameters.get(i));
        }
        try (ResultSet rows = statement.executeQuery()) {
          read(rows, consumer);
        }
      }
      session.commit();
      giveBack(session);
    } catch (SQLException e) {
      // Nothing is reused after an error: the session may be stuck in the plugin.
      discard(session);
      throw refusals.asking(schema, query.table(), e);
    } catch (IllegalArgumentException e) {
      giveBack(session);
      throw new SteampipeException(
          schema + ": " + e.getMessage() + " Update the AWS plugin.", false, e);
    } catch (IOException | RuntimeException e) {
      discard(session);
      throw e;
    }
  }

  /**
   * A lock that only one session of the service holds at a time; PostgreSQL frees it when its
   * holder ends, however it ends.
   *
   * @return empty where another holds it
   */
  public Optional<Lease> lock(long number) throws SteampipeException {
    java.sql.Connection session = session();
    try (Statement statement = session.createStatement();
        ResultSet answer = statement.executeQuery("select pg_try_advisory_lock(" + number + ")")) {
      answer.next();
      if (answer.getBoolean(1)) {
        session.commit();
        return Optional.of(new Lease(session));
      }
    } catch (SQLException e) {
      discard(session);
      throw refusals.asking("pg_catalog", "pg_try_advisory_lock", e);
    }
    discard(session);
    return Optional.empty();
  }

  private static void read(ResultSet rows, AnswerConsumer consumer)
      throws SQLException, IOException {
    ResultSetMetaData meta = rows.getMetaData();
    int count = meta.getColumnCount();
    String[] names = new String[count];
    String[] types = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = meta.getColumnLabel(i + 1);
      types[i] = meta.getColumnTypeName(i + 1);
    }
    while (rows.next()) {
      Map<String, String> row = HashMap.newHashMap(count);
      for (int i = 0; i < count; i++) {
        row.put(
            names[i],
            switch (types[i]) {
              case "timestamptz" -> seconds(rows, i + 1);
              case "bool" -> truth(rows, i + 1);
              default -> text(rows, i + 1);
            });
      }
      consumer.accept(row);
    }
  }

  private static String seconds(ResultSet rows, int column) throws SQLException {
    OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
    return time == null ? "" : String.valueOf(time.toEpochSecond());
  }

  /** Addresses, ranges, paths and documents too: the driver gives the text of whatever it is. */
  private static String text(ResultSet rows, int column) throws SQLException {
    String text = rows.getString(column);
    return text == null ? "" : text;
  }

  private static String truth(ResultSet rows, int column) throws SQLException {
    boolean truth = rows.getBoolean(column);
    return rows.wasNull() ? "" : String.valueOf(truth);
  }

  private Set<String> columns(java.sql.Connection session, String schema, Query query)
      throws SQLException {
    if (!query.needsColumns()) {
      return Set.of();
    }
    String place = schema + "." + query.table();
    Set<String> known = columns.get(place);
    if (known != null) {
      return known;
    }
    Set<String> found = new HashSet<>();
    try (PreparedStatement statement =
        session.prepareStatement(
            "select column_name from information_schema.columns"
                + " where table_schema = ? and table_name = ?")) {
      statement.setString(1, schema);
      statement.setString(2, query.table());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    columns.put(place, found);
    return found;
  }

  private java.sql.Connection session() throws SteampipeException {
    synchronized (idle) {
      java.sql.Connection waiting = idle.poll();
      if (waiting != null) {
        return waiting;
      }
    }
    try {
      java.sql.Connection session = source().getConnection();
      try (Statement statement = session.createStatement()) {
        // Before the session reads only: the call counts as writing.
        statement.execute("select from steampipe_internal.meta_cache('off')");
        session.setReadOnly(true);
        session.setAutoCommit(false);
        return session;
      } catch (SQLException e) {
        discard(session);
        throw refusals.asking("steampipe_internal", "meta_cache", e);
      }
    } catch (SQLException e) {
      throw refusals.connecting(e);
    }
  }

  private PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {configuration.host().replaceAll("[\\[\\]]", "")});
    source.setPortNumbers(new int[] {configuration.port()});
    source.setDatabaseName(configuration.database());
    source.setUser(configuration.user());
    source.setPassword(configuration.password().map(Secret::value).orElse(""));
    source.setSslMode(configuration.sslMode());
    if (configuration.rootCertificate() != null) {
      source.setSslRootCert(configuration.rootCertificate().toString());
    }
    // Whole seconds, and zero would be for ever.
    int seconds = Math.max(1, (int) configuration.timeout().toSeconds());
    source.setSocketTimeout(seconds);
    source.setConnectTimeout(Math.min(seconds, 15));
    source.setLoginTimeout(Math.min(seconds, 30));
    source.setApplicationName("sightline");
    source.setTcpKeepAlive(true);
    return source;
  }

  private void giveBack(java.sql.Connection session) {
    synchronized (idle) {
      if (!closed && idle.size() < configuration.parallelism()) {
        idle.push(session);
        return;
      }
    }
    discard(session);
  }

  private static void discard(java.sql.Connection session) {
    try {
      session.close();
    } catch (SQLException alreadyGone) {
      // It was to end, and it has.
    }
  }

  @Override
  public void close() {
    List<java.sql.Connection> sessions;
    synchronized (idle) {
      closed = true;
      sessions = List.copyOf(idle);
      idle.clear();
    }
    sessions.forEach(Steampipe::discard);
  }
}
