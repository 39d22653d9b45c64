package dev.sightline.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completion for fish, for which picocli has none: a line for each command and option, under the
 * condition that the words before it name the command that it belongs to.
 */
final class FishCompletion {
  private final List<String> lines = new ArrayList<>();
  private final String program;

  private FishCompletion(String program) {
    this.program = program;
  }

  static List<String> of(CommandSpec root) {
    FishCompletion completion = new FishCompletion(root.name());
    completion.add(root, "");
    return List.copyOf(completion.lines);
  }

  /**
   * @param path the names of the commands that lead to it, with a blank before each
   */
  private void add(CommandSpec command, String path) {
    String here = condition(command, path);
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        lines.add("complete -c " + program + here + option(option));
      }
    }
    for (Map.Entry<String, CommandLine> sub : command.subcommands().entrySet()) {
      CommandSpec spec = sub.getValue().getCommandSpec();
      lines.add(
          "complete -c "
              + program
              + here
              + " -f -a "
              + sub.getKey()
              + " -d "
              + quoted(HelpText.summary(spec)));
      add(spec, path + " " + sub.getKey());
    }
  }

  private static String condition(CommandSpec command, String path) {
    StringBuilder condition = new StringBuilder();
    for (String name : path.isEmpty() ? new String[0] : path.strip().split(" ", -1)) {
      condition.append(condition.isEmpty() ? "" : "; and ");
      condition.append("__fish_seen_subcommand_from ").append(name);
    }
    if (!command.subcommands().isEmpty()) {
      condition.append(condition.isEmpty() ? "" : "; and ");
      condition.append("not __fish_seen_subcommand_from ");
      condition.append(String.join(" ", command.subcommands().keySet()));
    }
    return condition.isEmpty() ? "" : " -n " + quoted(condition.toString());
  }

  private static String option(OptionSpec option) {
    StringBuilder said = new StringBuilder();
    for (String name : option.names()) {
      said.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() > 0) {
      said.append(" -r");
    }
    return said.append(" -d ").append(quoted(String.join(" ", option.description()))).toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
