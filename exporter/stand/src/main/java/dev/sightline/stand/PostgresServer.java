package dev.sightline.stand;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/**
 * A PostgreSQL server on a free loopback port, as a process of its own with a fresh and empty
 * database that ends with it. It runs for root too.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "postgres";

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts a server and returns when it answers.
   *
   * @throws IllegalStateException if it could not start; nothing stays open then
   */
  public static PostgresServer start() {
    try {
      return new PostgresServer(EmbeddedPostgres.builder().start());
    } catch (IOException failure) {
      throw new IllegalStateException(
          "The PostgreSQL server did not start on a loopback port: " + failure.getMessage(),
          failure);
    }
  }

  /** The URL of its database, user included; there is no password. */
  public String jdbcUrl() {
    return server.getJdbcUrl(USER, USER);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failure) {
      throw new IllegalStateException(
          "The PostgreSQL server did not stop: " + failure.getMessage(), failure);
    }
  }
}
