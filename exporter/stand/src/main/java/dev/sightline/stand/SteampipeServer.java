package dev.sightline.stand;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL that looks as Steampipe's service does: a schema for each connection with the AWS
 * plugin's tables (those that an inventory needs), and the service's own schema. The tables are
 * real ones, of the plugin's types; only the alternate contacts are a view, since they answer by
 * what the question names.
 */
public final class SteampipeServer implements AutoCloseable {
  private final PostgresServer server;
  private final AtomicInteger databases = new AtomicInteger();

  private SteampipeServer(PostgresServer server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @throws IllegalStateException if it could not start
   */
  public static SteampipeServer start() {
    return new SteampipeServer(PostgresServer.start());
  }

  /** A new service with no connections, in a database of its own. */
  public Service service() {
    String name = "steampipe_" + databases.incrementAndGet();
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("No database could be made: " + e.getMessage(), e);
    }
    URI address = URI.create(server.jdbcUrl().substring("jdbc:".length()));
    Service service = new Service("127.0.0.1:" + address.getPort() + "/" + name);
    service.run("steampipe_service.sql", Map.of());
    return service;
  }

  @Override
  public void close() {
    server.close();
  }

  /** One Steampipe. */
  public static final class Service {
    private final String place;

    private Service(String place) {
      this.place = place;
    }

    /** Its address, as a client is configured with. */
    public String url() {
      return "postgres://postgres@" + place;
    }

    private String jdbcUrl() {
      return "jdbc:postgresql://" + place + "?user=postgres";
    }

    /**
     * Adds a connection that is ready and answers for one account.
     *
     * @param management the account that rules the organization, or an empty text
     */
    public void connection(String name, String account, String management) {
      run("steampipe_schema.sql", Map.of("schema", name));
      execute(
          "insert into steampipe_internal.steampipe_connection (name, state, type, plugin) values"
              + " (?, 'ready', '', 'hub.steampipe.io/plugins/turbot/aws@latest')",
          name);
      execute(
          "insert into "
              + name
              + ".aws_account (account_id, title, organization_master_account_id)"
              + " values (?, ?, nullif(?, ''))",
          account,
          name,
          management);
    }

    /** Runs one statement with texts for its parameters. */
    public void execute(String sql, String... parameters) {
      try (Connection connection = DriverManager.getConnection(jdbcUrl());
          PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setString(i + 1, parameters[i]);
        }
        statement.execute();
      } catch (SQLException e) {
        throw new IllegalStateException(sql + ": " + e.getMessage(), e);
      }
    }

    private void run(String resource, Map<String, String> names) {
      String script = read(resource);
      for (Map.Entry<String, String> name : names.entrySet()) {
        script = script.replace("{" + name.getKey() + "}", name.getValue());
      }
      try (Connection connection = DriverManager.getConnection(jdbcUrl());
          Statement statement = connection.createStatement()) {
        for (String part : statements(script)) {
          statement.execute(part);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(resource + ": " + e.getMessage(), e);
      }
    }

    /** A statement ends with a semicolon at the end of a line. */
    private static List<String> statements(String script) {
      List<String> statements = new ArrayList<>();
      for (String part : script.split(";\n\n", -1)) {
        if (!part.isBlank()) {
          statements.add(part);
        }
      }
      return statements;
    }

    private static String read(String resource) {
      try (InputStream in = SteampipeServer.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException(resource + " is not there");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(resource + " cannot be read", e);
      }
    }
  }
}
