package dev.sightline.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help of each command as wide as the terminal. Sentences are broken between words, a command
 * has one line in the list of commands, and examples, paths and URLs stay whole: picocli's own
 * layout breaks within them, and within sentences where the source did.
 */
final class HelpText {
  /** Wider names have their description below them. */
  private static final int WIDEST_NAME = 24;

  private static final String INDENT = "  ";

  private final int width;

  private HelpText(int width) {
    this.width = width;
  }

  /** Lays out the help of a command line and of all commands that it has now. */
  static void layOut(CommandLine line, int width) {
    HelpText text = new HelpText(width);
    Map<String, IHelpSectionRenderer> sections = line.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, text::synopsis);
    sections.put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, text::description);
    sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, text::parameters);
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, text::options);
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, text::commands);
    sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, text::footer);
    line.setHelpSectionMap(sections);
  }

  /** What a command does, in one sentence. */
  static String summary(CommandSpec command) {
    UsageMessageSpec usage = command.usageMessage();
    String[] header = usage.header();
    String[] description = usage.description();
    if (header.length > 0) {
      return header[0];
    }
    return description.length > 0 ? description[0] : "";
  }

  private String synopsis(Help help) {
    CommandSpec command = help.commandSpec();
    List<String> words = new ArrayList<>();
    for (OptionSpec option : sorted(command)) {
      String name = option.longestName();
      if (!option.usageHelp() && !option.versionHelp()) {
        words.add(option.arity().max() == 0 ? "[" + name + "]" : "[" + valued(option, name) + "]");
      }
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      words.add(bracketed(parameter));
    }
    if (!command.subcommands().isEmpty()) {
      words.add("COMMAND");
    }
    String name = command.qualifiedName();
    StringBuilder out = new StringBuilder();
    int column = name.length() + 1;
    int room = width - "Usage: ".length();
    out.append(name);
    for (String word : words) {
      if (column + 1 + word.length() > room) {
        out.append('\n').append(" ".repeat("Usage: ".length() + name.length()));
        column = name.length();
      }
      out.append(' ').append(word);
      column += 1 + word.length();
    }
    return out.append('\n').toString();
  }

  private static String valued(OptionSpec option, String name) {
    return name + (option.arity().max() > 1 ? " " : "=") + option.paramLabel() + repeated(option);
  }

  private static String repeated(ArgSpec argument) {
    return argument.splitRegex().isEmpty() ? "" : ",…";
  }

  private static String bracketed(PositionalParamSpec parameter) {
    String more = parameter.arity().max() > 1 ? "…" : "";
    String label = parameter.paramLabel() + more;
    return parameter.arity().min() == 0 ? "[" + label + "]" : label;
  }

  private String description(Help help) {
    StringJoiner out = new StringJoiner("\n\n", "\n", "\n");
    for (String paragraph : help.commandSpec().usageMessage().description()) {
      out.add(String.join("\n", TextLines.ofWords(paragraph, width)));
    }
    return out.toString();
  }

  private String parameters(Help help) {
    List<PositionalParamSpec> parameters = help.commandSpec().positionalParameters();
    List<Entry> entries = new ArrayList<>();
    for (PositionalParamSpec parameter : parameters) {
      entries.add(new Entry(bracketed(parameter), String.join(" ", parameter.description())));
    }
    return entries.isEmpty() ? "" : "\n" + list(entries);
  }

  private String options(Help help) {
    List<Entry> entries = new ArrayList<>();
    for (OptionSpec option : sorted(help.commandSpec())) {
      List<String> names = new ArrayList<>(List.of(option.names()));
      names.sort(Comparator.comparingInt(String::length));
      String joined = String.join(", ", names);
      String label = option.arity().max() == 0 ? joined : valued(option, joined);
      entries.add(new Entry(label, String.join(" ", option.description())));
    }
    String blank = help.commandSpec().subcommands().isEmpty() ? "" : "\n";
    return entries.isEmpty() ? "" : "\n" + list(entries) + blank;
  }

  private static List<OptionSpec> sorted(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .sorted(Comparator.comparing(option -> option.longestName().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private String commands(Help help) {
    List<Entry> entries = new ArrayList<>();
    for (CommandLine command : new LinkedHashSet<>(help.commandSpec().subcommands().values())) {
      CommandSpec spec = command.getCommandSpec();
      entries.add(new Entry(spec.name(), summary(spec)));
    }
    return list(entries);
  }

  private record Entry(String name, String said) {}

  private String list(List<Entry> entries) {
    int column =
        entries.stream()
            .mapToInt(entry -> entry.name().length())
            .filter(length -> length <= WIDEST_NAME)
            .max()
            .orElse(WIDEST_NAME);
    String hanging = " ".repeat(INDENT.length() + column + 2);
    StringBuilder out = new StringBuilder();
    for (Entry entry : entries) {
      List<String> said = TextLines.ofWords(entry.said(), width - hanging.length());
      boolean below = entry.name().length() > column;
      out.append(INDENT).append(entry.name());
      out.append(below ? "\n" + hanging : spaces(column + 2 - entry.name().length()));
      out.append(String.join("\n" + hanging, said)).append('\n');
    }
    return out.toString();
  }

  private static String spaces(int count) {
    return String.join("", Collections.nCopies(count, " "));
  }

  /** Examples, which begin with blanks, and sentences. */
  private String footer(Help help) {
    StringBuilder out = new StringBuilder();
    for (String text : help.commandSpec().usageMessage().footer()) {
      if (text.startsWith(INDENT)) {
        example(text, out);
      } else {
        out.append(String.join("\n", TextLines.ofWords(text, width))).append('\n');
      }
    }
    return out.toString();
  }

  /** One that is too long has what is said of it below. */
  private void example(String text, StringBuilder out) {
    int said = text.indexOf("  ", text.length() - text.stripLeading().length());
    if (text.length() <= width || said < 0) {
      out.append(text).append('\n');
      return;
    }
    String hanging = spaces(3 * INDENT.length());
    String below = text.substring(said).strip();
    out.append(text, 0, said).append('\n').append(hanging);
    out.append(String.join("\n" + hanging, TextLines.ofWords(below, width - hanging.length())));
    out.append('\n');
  }
}
