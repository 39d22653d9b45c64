package dev.sightline.sight;

import dev.sightline.spl.Outlook;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.search.Filter;
import dev.sightline.spl.search.Filter.Verdict;
import dev.sightline.spl.syntax.MacroExpansion;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.Wildcard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one search needs to see.
 *
 * @param watch whether it runs by itself, so that somebody relies on it
 * @param stages what an event has to match, one of them, to be looked at
 * @param words that may name fields that it reads
 * @param everything whether it reads whole events, or nobody can tell what it reads
 * @param calls that it is known to fire on, however it finds them
 */
public record Sight(
    String id,
    String title,
    boolean watch,
    List<Filter> stages,
    Set<String> words,
    boolean everything,
    Set<Call> calls) {
  /** Beside names of calls: who asks for one of these watches it, and not whatever happens. */
  private static final List<String> WATCHED = List.of("eventSource", "errorCode");

  private static final int MOST_ALTERNATIVES = 256;

  public Sight {
    stages = List.copyOf(stages);
    words = Set.copyOf(words);
    calls = Set.copyOf(calls);
  }

  /** The fields of a record that rules may ask for, and that a test's event tells. */
  public static final Set<String> FIELDS =
      Set.of(
          "eventSource",
          "eventName",
          "readOnly",
          "errorCode",
          "eventCategory",
          "userIdentity.type",
          "userIdentity.invokedBy");

  /**
   * A call that makes a search fire.
   *
   * @param fields that it has, with their values
   * @param known the fields of which that is all; any other it may have or not
   */
  public record Call(Map<String, String> fields, Set<String> known) {
    public Call {
      fields = Map.copyOf(fields);
      known = Set.copyOf(known);
    }

    private boolean mayBeTakenBy(Loss loss) {
      return loss.when().entrySet().stream()
          .filter(condition -> known.contains(condition.getKey()))
          .allMatch(condition -> {
            String value = fields.get(condition.getKey());
            List<String> wanted = condition.getValue();
            return value == null
                ? wanted.isEmpty() || wanted.contains("")
                : wanted.stream().anyMatch(one -> isLike(one, value));
          });
    }
  }

  /**
   * Looks at a search.
   *
   * @param watch whether it runs by itself
   * @param calls that it is known to fire on
   */
  public static Sight of(
      String id,
      String title,
      boolean watch,
      String spl,
      SearchEnvironment environment,
      Set<Call> calls) {
    try {
      Outlook outlook = Search.compile(spl, environment).outlook();
      Words.Found found = Words.of(new MacroExpansion(environment.macros()).expand(spl));
      boolean everything = found.everything() || outlook.readsText();
      return new Sight(id, title, watch, outlook.firstStages(), found.words(), everything, calls);
    } catch (SplException e) {
      return new Sight(id, title, watch, List.of(new Filter.All()), Set.of(), true, calls);
    }
  }

  /** The same search, known to fire on these calls. */
  public Sight with(Set<Call> others) {
    return new Sight(id, title, watch, stages, words, everything, others);
  }

  /** What a rule does to the search; empty where it takes nothing that it looks at. */
  public Optional<Effect> under(Loss loss) {
    List<Filter> touched =
        stages.stream()
            .flatMap(stage -> stage.alternatives(MOST_ALTERNATIVES).stream())
            .filter(one -> one.judge(loss) != Verdict.NEVER)
            .toList();
    if (touched.isEmpty()) {
      return Optional.empty();
    }
    return loss.takesEvents() ? withoutEvents(loss, touched) : withoutMembers(loss, touched);
  }

  private Optional<Effect> withoutEvents(Loss loss, List<Filter> touched) {
    if (touched.stream().anyMatch(one -> one.names("eventName"))) {
      return blinded("watches calls by their name, and some of them go");
    }
    if (calls.stream().anyMatch(call -> call.mayBeTakenBy(loss))) {
      return blinded("fires on such calls in its tests, or by a table of calls");
    }
    for (String field : WATCHED) {
      if (loss.when().containsKey(field) && touched.stream().anyMatch(one -> one.names(field))) {
        return blinded("watches events by their " + field + ", and some of them go");
      }
    }
    if (!loss.namesCalls()) {
      return blinded("watches calls of every kind, and the rule takes calls of every kind");
    }
    return narrowed("watches calls of every kind, and these go");
  }

  private Optional<Effect> withoutMembers(Loss loss, List<Filter> touched) {
    for (String member : loss.members()) {
      for (String word : words) {
        if (names(word, member)) {
          return blinded("reads " + word);
        }
      }
    }
    if (!everything) {
      return Optional.empty();
    }
    String reads = "reads whole events, or what is not known before it runs";
    return touched.stream().anyMatch(one -> one.names("eventName"))
        ? blinded(reads)
        : narrowed(reads);
  }

  private Optional<Effect> blinded(String reason) {
    return Optional.of(new Effect(id, title, watch, Effect.Degree.BLINDED, reason));
  }

  private Optional<Effect> narrowed(String reason) {
    return Optional.of(new Effect(id, title, watch, Effect.Degree.NARROWED, reason));
  }

  /** Whether the word is the member, stands in it, has it in it, or is a pattern of such. */
  static boolean names(String word, String member) {
    if (word.contains("*")) {
      return isLike(word, member)
          || word.startsWith(member + ".")
          || word.startsWith(member + "{")
          || member.startsWith(word.substring(0, word.indexOf('*')));
    }
    return word.equals(member)
        || word.startsWith(member + ".")
        || word.startsWith(member + "{")
        || member.startsWith(word + ".");
  }

  private static boolean isLike(String pattern, String value) {
    return new Wildcard(pattern, true).matches(value);
  }
}
