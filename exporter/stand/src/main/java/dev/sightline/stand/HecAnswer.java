package dev.sightline.stand;

import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP answer, as it goes out.
 *
 * @param status the HTTP status
 * @param contentType the media type of the body
 * @param body the body's text, sent as UTF-8
 */
public record HecAnswer(int status, String contentType, String body) {
  private static final String JSON = "application/json; charset=UTF-8";
  private static final String HTML = "text/html; charset=UTF-8";

  /** The code with its status and text, and nothing else. */
  public static HecAnswer of(HecCode code) {
    return json(code.status(), head(code) + "}");
  }

  /** The code with the id under which its acknowledgment can be asked for. */
  public static HecAnswer of(HecCode code, long ackId) {
    return json(code.status(), head(code) + ",\"ackId\":" + ackId + "}");
  }

  /** The code with the number of the event that it is about. */
  public static HecAnswer refusal(HecCode code, int eventNumber) {
    return json(code.status(), head(code) + ",\"invalid-event-number\":" + eventNumber + "}");
  }

  /** A partial success: one event is refused, others of the request are taken under the ackId. */
  public static HecAnswer refusal(HecCode code, int eventNumber, long ackId) {
    return json(
        code.status(),
        head(code) + ",\"invalid-event-number\":" + eventNumber + ",\"ackId\":" + ackId + "}");
  }

  /** Which of the ids asked for are acknowledged. */
  public static HecAnswer acks(Map<Long, Boolean> acks) {
    StringBuilder body = new StringBuilder("{\"acks\":{");
    new TreeMap<>(acks)
        .forEach((ackId, acknowledged) ->
            body.append(body.charAt(body.length() - 1) == '{' ? "\"" : ",\"")
                .append(ackId)
                .append("\":")
                .append(acknowledged));
    return json(200, body.append("}}").toString());
  }

  /** Any body that calls itself JSON, well-formed or not. */
  public static HecAnswer json(int status, String body) {
    return new HecAnswer(status, JSON, body);
  }

  /** A page as Splunk, a load balancer or a firewall shows one, with the status as its title. */
  public static HecAnswer html(int status, String reason) {
    return new HecAnswer(
        status,
        HTML,
        """
        <!doctype html><html><head><title>%1$d %2$s</title></head>\
        <body><h1>%2$s</h1></body></html>\r
        """
            .formatted(status, reason));
  }

  private static String head(HecCode code) {
    return "{\"text\":\"" + code.text() + "\",\"code\":" + code.code();
  }
}
