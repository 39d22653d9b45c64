package dev.sightline.route;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a condition asks of its value: to be one of some texts, or to be none of them. */
public final class Values {
  /** The word for a value that is not there. */
  static final String ABSENT = "absent";

  private final Condition condition;
  private final List<String> texts;
  private final boolean negated;
  private final Set<String> exact = new HashSet<>();
  private final List<Glob> globs;

  /**
   * @param texts exact, or with stars; an empty one is for a value that is not there
   * @param negated whether the value must be none of them
   */
  Values(Condition condition, List<String> texts, boolean negated) {
    this.condition = condition;
    this.texts = List.copyOf(texts);
    this.negated = negated;
    List<String> written = this.texts.stream().map(this::folded).toList();
    written.stream().filter(text -> !Glob.isOne(text)).forEach(exact::add);
    this.globs =
        written.stream()
            .filter(Glob::isOne)
            .map(text -> new Glob(text, condition == Condition.KEY))
            .toList();
  }

  /** The texts, an empty one for a value that is not there. */
  public List<String> texts() {
    return texts;
  }

  /** Whether the value must be none of them. */
  public boolean isNegated() {
    return negated;
  }

  /**
   * Whether the condition holds.
   *
   * @param value empty where it is not there
   */
  public boolean holds(String value) {
    String text = folded(value);
    boolean any = isAny(text);
    if (condition == Condition.ORGANIZATIONAL_UNIT) {
      for (int end = text.lastIndexOf('/'); end > 0 && !any; end = text.lastIndexOf('/')) {
        text = text.substring(0, end);
        any = isAny(text);
      }
    }
    return any != negated;
  }

  private boolean isAny(String text) {
    return exact.contains(text)
        || (!text.isEmpty() && globs.stream().anyMatch(glob -> glob.matches(text)));
  }

  /** What people wrote in the inventory is compared without case, what AWS wrote with it. */
  private String folded(String text) {
    return condition.ofInventory() ? text.toLowerCase(Locale.ROOT) : text;
  }

  @Override
  public String toString() {
    String all =
        String.join(", ", texts.stream().map(text -> text.isEmpty() ? ABSENT : text).toList());
    return negated ? "not " + all : all;
  }
}
