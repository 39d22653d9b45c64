package dev.sightline.route;

import dev.sightline.cloudtrail.MemberTrimmer;
import dev.sightline.yaml.YamlSection;
import java.util.List;

/** Reads what a reduction does. */
final class ActionReader {
  private static final int MOST_IN = 1_000_000;

  private ActionReader() {}

  static Reduction.Action read(YamlSection section) {
    List<String> said =
        List.of("drop", "keep-one-in", "trim").stream().filter(section::has).toList();
    if (said.size() != 1) {
      section.mistake(
          said.isEmpty() ? "id" : said.get(1),
          said.isEmpty()
              ? "It does nothing: write 'drop: true', 'keep-one-in: 100' or 'trim: [tlsDetails]'."
              : "It does more than one thing, " + String.join(" and ", said) + ": keep one.");
      return new Reduction.Action.Drop();
    }
    return switch (said.getFirst()) {
      case "drop" -> {
        if (!section.text("drop", "true").equals("true")) {
          section.mistake("drop", "'drop' can only be true: take the rule out to drop nothing.");
        }
        yield new Reduction.Action.Drop();
      }
      case "keep-one-in" ->
          new Reduction.Action.KeepOneIn(section.number("keep-one-in", 2, MOST_IN));
      default -> new Reduction.Action.Trim(members(section));
    };
  }

  private static List<String> members(YamlSection section) {
    List<String> members = section.oneOrMoreTexts("trim", "tlsDetails");
    for (String member : members) {
      MemberTrimmer.refusal(member)
          .ifPresent(why -> section.mistake("trim", "'" + member + "' " + why + "."));
    }
    return members;
  }
}
