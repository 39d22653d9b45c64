package dev.sightline.stand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
  @Test
  void a_table_is_filled_and_read_until_the_server_is_closed() throws SQLException {
    PostgresServer server = PostgresServer.start();
    try (server;
        Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("create table aws_account (account_id text, tags jsonb)");
      statement.execute("insert into aws_account values ('111122223333', '{\"env\":\"ü\"}')");
      try (ResultSet rows =
          statement.executeQuery("select account_id, tags ->> 'env' from aws_account")) {
        rows.next();
        assertEquals("111122223333", rows.getString(1));
        assertEquals("ü", rows.getString(2));
      }
    }
    assertThrows(SQLException.class, () -> DriverManager.getConnection(server.jdbcUrl()).close());
  }
}
