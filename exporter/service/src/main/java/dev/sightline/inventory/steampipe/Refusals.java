package dev.sightline.inventory.steampipe;

import dev.sightline.configuration.Masking;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what PostgreSQL says into a sentence for the operator. */
final class Refusals {
  private final SteampipeConfiguration configuration;

  Refusals(SteampipeConfiguration configuration) {
    this.configuration = configuration;
  }

  /** Nothing could be opened. */
  SteampipeException connecting(SQLException e) {
    String state = state(e);
    String sentence =
        switch (state) {
          case "28P01", "28000" ->
              "refuses the user or the password: check SIGHTLINE_STEAMPIPE_URL and"
                  + " SIGHTLINE_STEAMPIPE_PASSWORD ('steampipe service status --show-password').";
          case "3D000" ->
              "has no database '" + configuration.database() + "': write it as 'steampipe'.";
          default ->
              "does not answer ("
                  + firstLine(e.getMessage())
                  + "): start it with 'steampipe service start --database-listen network', and"
                  + " check SIGHTLINE_STEAMPIPE_URL.";
        };
    return new SteampipeException(
        "Steampipe at " + configuration.place() + " " + sentence, true, e);
  }

  /** A statement failed. */
  SteampipeException asking(String schema, String table, SQLException e) {
    String state = state(e);
    String place = schema + "." + table;
    if (isTimeout(e)) {
      return new SteampipeException(
          place
              + " was silent for "
              + configuration.timeout().toSeconds()
              + " s: look at the plugin's log, or allow more by SIGHTLINE_STEAMPIPE_TIMEOUT.",
          false,
          e);
    }
    String sentence =
        switch (state) {
          case "HV000" ->
              place
                  + " fails: "
                  + firstLine(e.getMessage())
                  + " Check the credentials and rights of the connection.";
          case "42703" ->
              place
                  + " lacks a column ("
                  + firstLine(e.getMessage())
                  + "): update the AWS plugin with 'steampipe plugin update aws'.";
          case "42P01", "3F000" ->
              place
                  + " is not there: the connection's schema is not loaded, or its plugin is not"
                  + " the AWS plugin.";
          case "42501" ->
              place + " may not be read: grant the user of SIGHTLINE_STEAMPIPE_URL usage of it.";
          default -> place + " cannot be read: " + firstLine(e.getMessage());
        };
    return new SteampipeException(sentence, state.startsWith("08"), e);
  }

  /** Whether the connection itself is of no use after. */
  static boolean breaks(SQLException e) {
    return state(e).startsWith("08") || isTimeout(e);
  }

  private static boolean isTimeout(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return state(e).equals("57014");
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /** The first line, without the server's prefix, and with a full stop. */
  private static String firstLine(@Nullable String message) {
    String line =
        message == null
            ? "no reason given"
            : Masking.masked(message).lines().findFirst().orElse("");
    String bare = line.replaceFirst("^ERROR: ", "").strip();
    if (bare.length() > 300) {
      bare = bare.substring(0, 299) + "…";
    }
    return bare.toLowerCase(Locale.ROOT).endsWith(".") ? bare : bare + ".";
  }
}
