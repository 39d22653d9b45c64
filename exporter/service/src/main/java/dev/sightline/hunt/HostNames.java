package dev.sightline.hunt;

import dev.sightline.spl.event.KeyScan;
import dev.sightline.spl.event.Row;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which instance a host is, as the trail tells it: the private name and address that RunInstances
 * answered, and the instances whose roles act.
 */
final class HostNames {
  private static final Pattern SESSION =
      Pattern.compile(".*:assumed-role/[^/]+/(m?i-[0-9a-f]{8,17})");
  private static final KeyScan SCAN = new KeyScan(List.of("privateIpAddress", "arn"));

  private final Map<String, String> instances = new HashMap<>();
  private final Set<String> acting = new HashSet<>();

  /** One record's share. */
  record Told(Map<String, String> started, @Nullable String acting) {
    Told {
      started = Map.copyOf(started);
    }
  }

  void add(Told told) {
    instances.putAll(told.started());
    if (told.acting() != null) {
      acting.add(told.acting());
    }
  }

  /**
   * Instances by a host's name in lower case without its domain. Under the empty name stands the
   * one whose role acts, where there is only one: a host that nobody knows is taken for it.
   */
  Map<String, String> instances() {
    Map<String, String> all = new HashMap<>(instances);
    if (acting.size() == 1) {
      all.put("", acting.iterator().next());
    }
    return all;
  }

  /** Looks for both. */
  static final class Finder implements RecordLooker<Told>, KeyScan.Visitor {
    private byte[] scanned = {};
    private boolean started;
    private @Nullable String acting;

    @Override
    public @Nullable Told look(Found found) {
      started = false;
      acting = null;
      scanned = found.json();
      SCAN.scan(found.json(), found.offset(), found.length(), this);
      if (started) {
        return new Told(named(new Row(LogEvents.known(found))), acting);
      }
      return acting == null ? null : new Told(Map.of(), acting);
    }

    @Override
    public void text(int key, int from, int to) {
      String text = new String(scanned, from, to - from, StandardCharsets.UTF_8);
      var session = SESSION.matcher(text);
      if (key == 0) {
        started = true;
      } else if (session.matches()) {
        acting = session.group(1);
      }
    }

    @Override
    public void other(int key) {
      // A null or an object names nothing.
    }

    private static Map<String, String> named(Row row) {
      String items = "responseElements.instancesSet.items{}.";
      List<String> ids = Texts.all(row, items + "instanceId");
      Map<String, String> named = new HashMap<>();
      for (String field : List.of("privateIpAddress", "privateDnsName")) {
        List<String> values = Texts.all(row, items + field);
        for (int i = 0; i < Math.min(ids.size(), values.size()); i++) {
          named.put(name(values.get(i)), ids.get(i));
        }
      }
      return named;
    }

    /** EC2 names a host after its address. */
    private static String name(String text) {
      return text.matches("[0-9.]+")
          ? "ip-" + text.replace('.', '-')
          : text.toLowerCase(Locale.ROOT).replaceFirst("\\..*$", "");
    }
  }
}
