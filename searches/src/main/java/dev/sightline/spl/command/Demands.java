package dev.sightline.spl.command;

import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Demand;
import dev.sightline.spl.syntax.CommandText;
import dev.sightline.spl.syntax.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells for each command of a pipeline what it and those behind it may look at. */
final class Demands {
  /** Commands that look at no field but those that their text names. */
  private static final Set<String> NAMING =
      Set.of(
          "bin",
          "bucket",
          "chart",
          "dedup",
          "eval",
          "eventstats",
          "fields",
          "head",
          "iplocation",
          "lookup",
          "makemv",
          "mvexpand",
          "rare",
          "rename",
          "reverse",
          "sort",
          "stats",
          "streamstats",
          "table",
          "tail",
          "timechart",
          "top",
          "where");

  /** In these a star multiplies, and stands for no name. */
  private static final Set<String> MULTIPLYING = Set.of("eval", "where");

  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

  private Demands() {}

  static List<Demand> of(SourceText source, List<CommandText> texts, List<Command> commands) {
    List<Demand> demands = new ArrayList<>();
    for (int from = 0; from < texts.size(); from++) {
      demands.add(from(source, texts, commands, from));
    }
    return demands;
  }

  /** Up to the command from whose columns on nothing that was before is there any more. */
  private static Demand from(
      SourceText source, List<CommandText> texts, List<Command> commands, int from) {
    for (int i = from; i < texts.size(); i++) {
      if (!namesAll(source, texts.get(i), commands.get(i))) {
        return Demand.ALL;
      }
      if (commands.get(i).columns(null) != null) {
        return new Demand(source.text().substring(texts.get(from).offset(), texts.get(i).to()));
      }
    }
    return Demand.ALL;
  }

  private static boolean namesAll(SourceText source, CommandText text, Command command) {
    String arguments = source.text().substring(text.from(), text.to());
    boolean stars =
        !MULTIPLYING.contains(text.name())
            && QUOTED.matcher(arguments).replaceAll("").indexOf('*') >= 0;
    return NAMING.contains(text.name())
        && !stars
        && command.prerequisites().isEmpty()
        && command.feeds().isEmpty()
        && !arguments.toLowerCase(Locale.ROOT).contains("searchmatch");
  }
}
