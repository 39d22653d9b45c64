package dev.sightline.saving;

import dev.sightline.cloudtrail.MemberTrimmer;
import dev.sightline.saving.Volume.Amount;
import dev.sightline.saving.Volume.Group;
import dev.sightline.sight.Effect;
import dev.sightline.sight.Loss;
import dev.sightline.sight.Sight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rules that would save most, as a file: calls that only read, did not fail and that no search
 * looks for are left out; of the others the members go that no search reads.
 */
public final class Proposals {
  /** What saves less of all bytes than this is not worth a line that somebody has to understand. */
  private static final double LEAST_SHARE = 0.001;

  private static final int MOST_NAMES = 60;

  private final List<Sight> sights;
  private final Map<Loss, Boolean> safe = new HashMap<>();

  /** A rule, and about what it saves. */
  private record Proposal(
      String id, Map<String, List<String>> when, Set<String> trim, long bytes) {}

  private Proposals(List<Sight> sights) {
    this.sights = sights.stream().filter(Sight::watch).toList();
  }

  /**
   * Proposes.
   *
   * @param most rules
   * @param without ids of proposals that are left out
   * @return a file of rules
   */
  public static String of(Volume volume, List<Sight> sights, int most, Set<String> without) {
    return yaml(
        new Proposals(sights)
            .proposals(volume).stream()
                .filter(proposal -> !without.contains(proposal.id()))
                .sorted(Comparator.comparingLong(Proposal::bytes).reversed())
                .limit(most)
                .toList());
  }

  private List<Proposal> proposals(Volume volume) {
    long least = Math.max(1, (long) (volume.bytes() * LEAST_SHARE));
    Map<Map<String, String>, Map<String, Long>> drops = new LinkedHashMap<>();
    Map<Map<String, String>, Amounts> rest = new LinkedHashMap<>();
    volume
        .groups()
        .forEach((group, amount) -> {
          if (mayGo(group)) {
            drops
                .computeIfAbsent(around(group), _ -> new TreeMap<>())
                .merge(group.eventName(), amount.bytes(), Long::sum);
          } else if (!group.eventSource().isEmpty() && !group.eventName().isEmpty()) {
            rest.computeIfAbsent(call(group), _ -> new Amounts()).add(amount);
          }
        });
    List<Proposal> proposals = new ArrayList<>();
    drops.forEach((around, names) -> {
      long bytes = names.values().stream().mapToLong(Long::longValue).sum();
      if (bytes >= least) {
        proposals.add(drop(around, names, bytes));
      }
    });
    proposals.addAll(trims(rest, least));
    return proposals;
  }

  /** Members of several groups added up. */
  private static final class Amounts {
    private final Map<String, Long> members = new TreeMap<>();

    void add(Amount amount) {
      amount.members().forEach((member, bytes) -> members.merge(member, bytes, Long::sum));
    }
  }

  private boolean mayGo(Group group) {
    return group.readOnly().equals("true")
        && !group.failed()
        && !group.eventSource().isEmpty()
        && !group.eventName().isEmpty()
        && isSafe(new Loss(when(around(group), List.of(group.eventName())), List.of()));
  }

  private boolean isSafe(Loss loss) {
    return safe.computeIfAbsent(
        loss,
        asked ->
            sights.stream()
                .flatMap(sight -> sight.under(asked).stream())
                .noneMatch(effect -> effect.degree() == Effect.Degree.BLINDED));
  }

  private static Map<String, String> around(Group group) {
    Map<String, String> around = new LinkedHashMap<>();
    around.put("eventSource", group.eventSource());
    around.put("readOnly", group.readOnly());
    around.put("userIdentity.type", group.caller());
    around.put("userIdentity.invokedBy", group.invokedBy());
    around.put("errorCode", "");
    return around;
  }

  private static Map<String, String> call(Group group) {
    Map<String, String> call = new LinkedHashMap<>();
    call.put("eventSource", group.eventSource());
    call.put("readOnly", group.readOnly());
    call.put("eventName", group.eventName());
    return call;
  }

  private static Map<String, List<String>> when(Map<String, String> around, List<String> names) {
    Map<String, List<String>> when = new LinkedHashMap<>();
    around.forEach((field, value) -> when.put(field, List.of(value)));
    when.put("eventName", names);
    return when;
  }

  private static Proposal drop(Map<String, String> around, Map<String, Long> names, long bytes) {
    String by =
        around.getOrDefault("userIdentity.invokedBy", "").isEmpty()
            ? around.getOrDefault("userIdentity.type", "")
            : around.getOrDefault("userIdentity.invokedBy", "");
    List<String> kept =
        names.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_NAMES)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return new Proposal(
        id("drop-" + around.get("eventSource") + "-by-" + by), when(around, kept), Set.of(), bytes);
  }

  /** Calls of one service of which the same members go, in one rule. */
  private List<Proposal> trims(Map<Map<String, String>, Amounts> rest, long least) {
    Map<List<String>, List<Map<String, String>>> alike = new LinkedHashMap<>();
    Map<List<String>, Long> bytes = new HashMap<>();
    rest.forEach((call, amounts) -> {
      Set<String> members = new TreeSet<>();
      long saved = 0;
      for (Map.Entry<String, Long> member : amounts.members.entrySet()) {
        Loss loss =
            new Loss(
                call.entrySet().stream()
                    .collect(
                        Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue()))),
                List.of(member.getKey()));
        if (MemberTrimmer.refusal(member.getKey()).isEmpty() && isSafe(loss)) {
          members.add(member.getKey());
          saved += member.getValue();
        }
      }
      if (!members.isEmpty()) {
        List<String> key = new ArrayList<>();
        key.add(call.getOrDefault("eventSource", ""));
        key.add(call.getOrDefault("readOnly", ""));
        key.addAll(members);
        alike.computeIfAbsent(key, _ -> new ArrayList<>()).add(call);
        bytes.merge(key, saved, Long::sum);
      }
    });
    List<Proposal> proposals = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    alike.forEach((key, calls) -> {
      long saved = bytes.getOrDefault(key, 0L);
      if (saved >= least) {
        Map<String, List<String>> when = new LinkedHashMap<>();
        when.put("eventSource", List.of(key.get(0)));
        when.put("readOnly", List.of(key.get(1)));
        when.put(
            "eventName",
            calls.stream()
                .map(call -> call.getOrDefault("eventName", ""))
                .sorted()
                .limit(MOST_NAMES)
                .toList());
        proposals.add(
            new Proposal(
                free(id("trim-" + key.get(0)), ids),
                when,
                new TreeSet<>(key.subList(2, key.size())),
                saved));
      }
    });
    return proposals;
  }

  private static String free(String id, Set<String> taken) {
    String free = id;
    for (int i = 2; !taken.add(free); i++) {
      free = id + "-" + i;
    }
    return free;
  }

  private static String id(String text) {
    String id =
        text.replace(".amazonaws.com", "").replaceAll("[^A-Za-z0-9-]+", "-").replaceAll("-+$", "");
    return id.substring(0, Math.min(60, id.length()));
  }

  private static String yaml(List<Proposal> proposals) {
    StringBuilder text = new StringBuilder("default: {destination: splunk}\n");
    text.append(proposals.isEmpty() ? "reductions: []\n" : "reductions:\n");
    for (Proposal proposal : proposals) {
      text.append("  - id: ").append(proposal.id()).append("\n    when:\n");
      proposal
          .when()
          .forEach((field, values) ->
              text.append("      ").append(field).append(": ").append(list(values)).append('\n'));
      text.append(
          proposal.trim().isEmpty()
              ? "    drop: true\n"
              : "    trim: " + list(List.copyOf(new TreeSet<>(proposal.trim()))) + "\n");
    }
    return text.toString();
  }

  private static String list(List<String> values) {
    return values.stream()
        .map(value ->
            value.isEmpty()
                ? "absent"
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
