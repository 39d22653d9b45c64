package dev.sightline.hunt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A login by SSH that a host's authentication log tells of.
 *
 * @param time seconds since 1970
 * @param host the name that the line gives
 * @param instance the instance that the host is, null where nobody knows
 * @param number tells repetitions of one line apart
 */
record HostLogin(
    double time,
    String host,
    @Nullable String instance,
    String address,
    String user,
    boolean accepted,
    int number) {
  /** As what the searches find it, by {@code sightline_host_authentication}. */
  static final String SOURCETYPE = "sightline:host_authentication";

  Event event() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("telemetry", "host_authentication");
    json.put("host", host);
    if (instance != null) {
      json.put("instance_id", instance);
    }
    json.put("address", address);
    json.put("user", user);
    json.put("outcome", accepted ? "success" : "failure");
    json.put("eventID", id());
    return new Event(
        json.toString().getBytes(StandardCharsets.UTF_8),
        time,
        Map.of("index", "main", "sourcetype", SOURCETYPE, "source", "sshd", "host", host),
        Extraction.WHOLE);
  }

  private String id() {
    String text =
        String.join("|", host, String.valueOf(time), address, user, accepted + "", number + "");
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5.", e);
    }
  }

  /** What it links: the machine, and where somebody came from. */
  Sighting sighting() {
    String machine = instance == null ? host : instance;
    return new Sighting(
        time,
        accepted ? "login as " + user : "failed login",
        List.of(new Node(Node.Type.RESOURCE, machine), new Node(Node.Type.IP, address)));
  }
}
