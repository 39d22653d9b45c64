package dev.sightline.hec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks Splunk's management port whether the index of the events exists. */
public final class IndexLookup {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private IndexLookup() {}

  /** What Splunk says of an index. */
  public sealed interface State {

    /** It is there and takes events. */
    record Exists() implements State {}

    /** Events for it would be acknowledged and dropped. */
    record Missing(String reason) implements State {}

    /** Splunk did not say. */
    record Unknown(String reason) implements State {}
  }

  /**
   * Looks the index up.
   *
   * @param hec whose certificate authority is trusted here too
   * @param index the name of the index
   */
  public static State look(ManagementConfiguration management, HecConfiguration hec, String index)
      throws InterruptedException {
    return look(management, hec, index, "SIGHTLINE_HEC_INDEX");
  }

  /**
   * The same.
   *
   * @param named what names it, for the sentence about a missing one
   */
  public static State look(
      ManagementConfiguration management, HecConfiguration hec, String index, String named)
      throws InterruptedException {
    URI address =
        URI.create(management.address() + "/services/data/indexes/" + index + "?output_mode=json");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + management.token().value())
            .build();
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(LIMIT).sslContext(Tls.context(hec)).build()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return state(management.address(), index, named, response.statusCode(), response.body());
    } catch (IOException e) {
      return new State.Unknown(
          management.address()
              + " does not answer ("
              + e.getClass().getSimpleName()
              + "): check SIGHTLINE_SPLUNK_URL, and whether its management port is open");
    }
  }

  private static State state(URI address, String index, String named, int status, String body) {
    return switch (status) {
      case 200 -> {
        if (isDisabled(body)) {
          yield new State.Missing("the index '" + index + "' is disabled: enable it in Splunk");
        }
        yield new State.Exists();
      }
      case 404 ->
          new State.Missing(
              "the index '"
                  + index
                  + "' does not exist: HEC would acknowledge its events and drop them. Create it,"
                  + " or change "
                  + named);
      case 401, 403 ->
          new State.Unknown(
              address + " refuses the token (" + status + "): check SIGHTLINE_SPLUNK_TOKEN");
      default -> new State.Unknown(address + " answers " + status);
    };
  }

  private static boolean isDisabled(String body) {
    try {
      JsonNode content = JSON.readTree(body).path("entry").path(0).path("content");
      return content.path("disabled").asBoolean(false);
    } catch (IOException e) {
      return false;
    }
  }
}
