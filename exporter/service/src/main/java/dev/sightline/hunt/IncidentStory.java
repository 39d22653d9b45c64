package dev.sightline.hunt;

import dev.sightline.catalog.Item;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells the hits of one actor: who, where, what for, and sentence by sentence. */
final class IncidentStory {
  /** Hits of one actor that lie further apart are two incidents. */
  private static final Duration WINDOW = Duration.ofDays(7);

  private static final int MOST_DESCENTS = 30;
  private static final int MANY_TACTICS = 3;
  private static final int CRITICAL_SCORE = 150;
  private static final List<String> TACTICS =
      List.of(
          "reconnaissance",
          "resource-development",
          "initial-access",
          "execution",
          "persistence",
          "privilege-escalation",
          "defense-evasion",
          "credential-access",
          "discovery",
          "lateral-movement",
          "collection",
          "command-and-control",
          "exfiltration",
          "impact");

  /** Of an identity's ARN what the sentence can do without. */
  private static final Pattern IDENTITY = Pattern.compile("arn:[a-z-]+:(?:iam|sts)::\\d{12}:");

  private final String root;
  private final List<Hit> hits;
  private final Traces traces;
  private final Actors actors;

  /**
   * @param root what stands for the actor
   * @param hits of it, in the order of time
   */
  IncidentStory(String root, List<Hit> hits, Traces traces, Actors actors) {
    this.root = root;
    this.hits = hits;
    this.traces = traces;
    this.actors = actors;
  }

  /** The hits in the order of time, cut where nothing was found for longer than the window. */
  static List<List<Hit>> apart(List<Hit> hits) {
    List<List<Hit>> parts = new ArrayList<>();
    Instant end = Instant.MIN;
    for (Hit hit : hits.stream().sorted(Comparator.comparing(IncidentStory::first)).toList()) {
      if (parts.isEmpty() || first(hit).isAfter(end.plus(WINDOW))) {
        parts.add(new ArrayList<>());
      }
      parts.getLast().add(hit);
      Instant last = moment(hit.lastSeen());
      end = last.isAfter(end) ? last : end;
    }
    return parts;
  }

  private static Instant first(Hit hit) {
    return moment(hit.firstSeen());
  }

  private static Instant moment(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeException notATime) {
      return Instant.EPOCH;
    }
  }

  /** The risk of each detection once. */
  static int score(List<Hit> hits) {
    Map<String, Integer> worth = new HashMap<>();
    hits.stream()
        .filter(Incidents::alerts)
        .forEach(hit -> worth.merge(hit.detectionId(), hit.riskScore(), Math::max));
    return worth.values().stream().mapToInt(Integer::intValue).sum();
  }

  Incident told() {
    List<String> names = names();
    List<String> tactics = tactics();
    int score = score(hits);
    List<String> accounts = of(hit -> present(hit.accountId()));
    List<String> accountNames = of(hit -> present(hit.accountName()));
    return new Incident(
        id(),
        title(names, tactics, accountNames.isEmpty() ? accounts : accountNames),
        score,
        severity(tactics.size(), score),
        names,
        of(hit -> present(hit.principal())),
        of(Hit::address),
        of(Hit::accessKey),
        accounts,
        accountNames,
        of(hit -> present(hit.owner())),
        of(hit -> present(hit.environment())),
        tactics,
        List.copyOf(new TreeSet<>(of(Hit::attackTechnique))),
        String.valueOf(hits.getFirst().firstSeen()),
        hits.stream()
            .map(hit -> String.valueOf(hit.lastSeen()))
            .max(Comparator.naturalOrder())
            .orElse(""),
        hits,
        story(),
        of(Hit::address).stream().filter(actors::isShared).toList());
  }

  private List<String> of(Function<Hit, List<String>> values) {
    return Incidents.distinct(hits, values);
  }

  private static List<String> present(@Nullable String text) {
    return text == null ? List.of() : List.of(text);
  }

  /** The same as the search {@code incident} gives, which names an incident by its first hit. */
  private String id() {
    Hit hit = hits.getFirst();
    String label =
        String.join(
            "|",
            String.valueOf(hit.firstSeen()),
            hit.detectionId(),
            String.valueOf(hit.accountId()),
            String.valueOf(hit.principal()),
            String.join(" ", hit.resource()),
            String.join(" ", Stream.concat(hit.session().stream(), Stream.of("-")).toList()));
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(label.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5.", e);
    }
  }

  private Item.Severity severity(int tactics, int score) {
    Item.Severity highest =
        hits.stream()
            .filter(Incidents::alerts)
            .map(Hit::severity)
            .max(Comparator.naturalOrder())
            .orElse(Item.Severity.LOW);
    return tactics >= MANY_TACTICS && score > CRITICAL_SCORE ? Item.Severity.CRITICAL : highest;
  }

  private List<String> tactics() {
    Set<String> seen = new LinkedHashSet<>(of(Hit::tactic));
    List<String> ordered = new ArrayList<>(TACTICS.stream().filter(seen::contains).toList());
    seen.stream().filter(tactic -> !TACTICS.contains(tactic)).forEach(ordered::add);
    return ordered;
  }

  private List<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (Hit hit : hits) {
      for (String id : hit.eventIds()) {
        Trace trace = traces.ofHit(id);
        Trace.Caller caller = trace == null ? null : trace.caller();
        if (caller != null
            && (root.startsWith("hit:") || actors.root(caller.unit()).equals(root))) {
          names.add(name(caller.unit()));
        }
      }
    }
    if (names.isEmpty()) {
      of(hit -> present(hit.principal())).forEach(principal -> names.add(name("who:" + principal)));
    }
    return List.copyOf(names);
  }

  /** An entity in as few words as tell it apart. */
  private static String name(String entity) {
    return entity
        .replaceFirst("^[a-z]+:(?=.)", "")
        .replaceFirst("^arn:[a-z-]+:(?:iam|sts)::\\d*:", "")
        .replaceFirst("^assumed-role/", "role/");
  }

  private static String title(List<String> names, List<String> tactics, List<String> accounts) {
    StringBuilder title = new StringBuilder(names.isEmpty() ? "somebody" : names.getFirst());
    if (names.size() > 1) {
      title.append(" and ").append(names.size() - 1).append(" more");
    }
    if (!tactics.isEmpty()) {
      title.append(": ").append(tactics.getFirst().replace('-', ' '));
    }
    if (tactics.size() > 1) {
      title.append(" to ").append(tactics.getLast().replace('-', ' '));
    }
    List<String> first = accounts.subList(0, Math.min(accounts.size(), 3));
    return title + (first.isEmpty() ? "" : " in " + String.join(", ", first));
  }

  private record Sentence(String time, String text) {}

  private List<String> story() {
    List<Sentence> sentences = new ArrayList<>();
    actors.descents().stream()
        .filter(descent -> actors.root(descent.unit()).equals(root))
        .filter(descent -> leads(descent.made()))
        .sorted(Comparator.comparingDouble(Traces.Descent::time))
        .limit(MOST_DESCENTS)
        .forEach(descent ->
            sentences.add(
                new Sentence(
                    Instant.ofEpochSecond((long) descent.time()).toString(), sentence(descent))));
    hits.forEach(
        hit -> sentences.add(new Sentence(String.valueOf(hit.firstSeen()), sentence(hit))));
    return sentences.stream()
        .sorted(Comparator.comparing(Sentence::time))
        .map(sentence -> sentence.time().replace('T', ' ').replace("Z", "") + " " + sentence.text())
        .distinct()
        .toList();
  }

  /** Whether somebody acted with it later; a key is told with its user or its session. */
  private boolean leads(String made) {
    return traces.everybody().contains(made)
        || (made.startsWith("instance:") && !traces.units(made).isEmpty());
  }

  private static String sentence(Traces.Descent descent) {
    String made = name(descent.made());
    String did =
        switch (descent.eventName()) {
          case "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot" ->
              "became " + made;
          case "GetFederationToken", "GetSessionToken" -> "took a token as " + made;
          case "CreateUser" -> "made " + made + ", which is used later";
          case "CreateAccessKey" -> "made a key for " + made + ", which acts later";
          case "CreateLoginProfile", "UpdateLoginProfile" -> "gave " + made + " a password";
          case "RunInstances" -> "started " + made + ", whose role acts later";
          default -> "called " + descent.eventName() + " on " + made + ", which acts later";
        };
    return name(descent.unit()) + " " + did;
  }

  private static String sentence(Hit hit) {
    String account = hit.accountName() == null ? hit.accountId() : hit.accountName();
    String said = hit.message() == null ? hit.title() : hit.message();
    String more = hit.count() > 1 ? " (" + hit.count() + " events)" : "";
    return (account == null ? "" : account + ": ") + IDENTITY.matcher(said).replaceAll("") + more;
  }
}
