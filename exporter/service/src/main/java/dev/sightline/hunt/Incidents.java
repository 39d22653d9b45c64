package dev.sightline.hunt;

import dev.sightline.catalog.Item;
import dev.sightline.spl.value.AddressBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Makes of hits what each actor did. */
final class Incidents {
  /** Together, anomalies of this score are an incident; a detection is one by itself. */
  private static final int ENOUGH = 80;

  private static final Pattern KEY = Pattern.compile("A(?:KIA|SIA)[0-9A-Z]{8,}");
  private static final Pattern INSTANCE = Pattern.compile("m?i-[0-9a-f]{8,17}");

  private final List<Hit> hits;
  private final Set<String> ofAddresses;
  private final Traces traces;
  private final Actors actors;
  private final Map<Hit, Set<String>> entities = new LinkedHashMap<>();

  private Incidents(
      List<Hit> hits, Set<String> ofAddresses, Traces traces, List<AddressBlock> known) {
    this.hits = hits;
    this.ofAddresses = ofAddresses;
    this.traces = traces;
    this.actors = new Actors(traces, known);
  }

  /**
   * Joins.
   *
   * @param ofAddresses ids of the items whose hits are about an address: the callers in their
   *     events are whom it tried
   * @param known networks from which calls are expected
   * @return the worst first
   */
  static List<Incident> of(
      List<Hit> hits, Set<String> ofAddresses, Traces traces, List<AddressBlock> known) {
    return new Incidents(hits, ofAddresses, traces, known).joined();
  }

  private List<Incident> joined() {
    hits.forEach(hit -> entities.put(hit, entities(hit)));
    Set<String> active = new HashSet<>();
    Set<String> addresses = new LinkedHashSet<>();
    for (Hit hit : hits) {
      if (alerts(hit)) {
        active.addAll(entities.getOrDefault(hit, Set.of()));
        addresses.addAll(hit.address());
      }
    }
    actors.byAddress(active, addresses);
    hits.stream().filter(Incidents::alerts).forEach(this::byOwnAddress);
    Map<String, List<Hit>> groups = grouped();
    List<Incident> incidents = new ArrayList<>();
    groups.forEach((root, group) -> {
      for (List<Hit> timely : IncidentStory.apart(group)) {
        if (isOne(timely)) {
          incidents.add(new IncidentStory(root, timely, traces, actors).told());
        }
      }
    });
    incidents.sort(Incident.WORST_FIRST);
    return List.copyOf(incidents);
  }

  /** An address that a hit tells of, and from which nobody else calls, is its actor's. */
  private void byOwnAddress(Hit hit) {
    Set<String> roots = roots(hit);
    if (roots.size() == 1) {
      hit.address().stream()
          .filter(address -> !actors.isShared(address))
          .forEach(address -> actors.join(roots.iterator().next(), "ip:" + address));
    }
  }

  /** A hunt is read by a person: it is told with what its caller did, and makes no incident. */
  static boolean alerts(Hit hit) {
    return !hit.kind().equals(Item.Kind.HUNT.name().toLowerCase(Locale.ROOT));
  }

  private static boolean isOne(List<Hit> group) {
    boolean detected =
        group.stream()
            .anyMatch(hit ->
                hit.kind().equals(Item.Kind.DETECTION.name().toLowerCase(Locale.ROOT))
                    && hit.severity() != Item.Severity.INFORMATIONAL);
    return detected || IncidentStory.score(group) >= ENOUGH;
  }

  /** Hits by what stands for their actor; one that several share is told with each. */
  private Map<String, List<Hit>> grouped() {
    Map<String, List<Hit>> groups = new TreeMap<>();
    List<Hit> ofSeveral = new ArrayList<>();
    for (Hit hit : hits) {
      Set<String> roots = roots(hit);
      if (roots.size() == 1 && alerts(hit)) {
        groups.computeIfAbsent(roots.iterator().next(), _ -> new ArrayList<>()).add(hit);
      } else {
        ofSeveral.add(hit);
      }
    }
    for (Hit hit : ofSeveral) {
      List<String> own = roots(hit).stream().filter(groups::containsKey).toList();
      own.forEach(root -> groups.getOrDefault(root, List.of()).add(hit));
      if (own.isEmpty() && alerts(hit)) {
        groups.computeIfAbsent("hit:" + hit.hashCode(), _ -> new ArrayList<>()).add(hit);
      }
    }
    return groups;
  }

  private Set<String> roots(Hit hit) {
    Set<String> roots = new LinkedHashSet<>();
    entities.getOrDefault(hit, Set.of()).forEach(entity -> roots.add(actors.root(entity)));
    return roots;
  }

  /** Who stands behind a hit: the callers of its events, else what its fields name. */
  private Set<String> entities(Hit hit) {
    Set<String> found = new LinkedHashSet<>();
    if (ofAddresses.contains(hit.detectionId())) {
      hit.address().forEach(address -> found.add("ip:" + address));
      return found;
    }
    for (String id : hit.eventIds()) {
      Trace trace = traces.ofHit(id);
      if (trace != null && trace.caller() != null) {
        found.add(trace.caller().unit());
      }
    }
    if (found.isEmpty()) {
      found.addAll(named(hit));
      String first = found.isEmpty() ? "" : found.iterator().next();
      found.forEach(entity -> actors.join(first, entity));
    }
    return found;
  }

  private Set<String> named(Hit hit) {
    Set<String> found = new LinkedHashSet<>();
    List<String> texts = new ArrayList<>(hit.accessKey());
    texts.addAll(hit.session());
    texts.addAll(hit.resource());
    String principal = String.valueOf(hit.principal());
    texts.add(principal);
    for (String text : texts) {
      if (KEY.matcher(text).matches()) {
        found.add("key:" + text);
      } else if (INSTANCE.matcher(text).matches()) {
        found.add("instance:" + text);
      }
    }
    String user = ":" + hit.accountId() + ":user/";
    traces.everybody().stream()
        .filter(unit -> unit.contains(user) && unit.endsWith("/" + principal))
        .forEach(found::add);
    if (principal.startsWith("arn:") && !principal.contains(":role/")) {
      found.add("who:" + principal);
    }
    if (found.isEmpty()) {
      found.add("named:" + hit.accountId() + ":" + principal + ":" + hit.session());
    }
    return found;
  }

  /** Ids of events, addresses, keys and ARNs by which the records of hits are found again. */
  static Set<String> wanted(List<Hit> hits) {
    Set<String> wanted = new HashSet<>();
    for (Hit hit : hits) {
      wanted.addAll(hit.eventIds());
      if (alerts(hit)) {
        wanted.addAll(hit.address());
        wanted.addAll(hit.accessKey());
        // Behind the sign stands the person who holds a session of the role.
        wanted.add(String.valueOf(hit.principal()).replaceFirst("#.*$", ""));
      }
    }
    return wanted;
  }

  /** Ids of the events of hits. */
  static Set<String> events(List<Hit> hits) {
    Set<String> events = new HashSet<>();
    hits.forEach(hit -> events.addAll(hit.eventIds()));
    return events;
  }

  /** Different values, in the order of the hits. */
  static List<String> distinct(
      Collection<Hit> hits, Function<Hit, ? extends Collection<String>> values) {
    return hits.stream()
        .sorted(Comparator.comparing(hit -> String.valueOf(hit.firstSeen())))
        .flatMap(hit -> values.apply(hit).stream())
        .distinct()
        .toList();
  }
}
