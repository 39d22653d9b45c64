package dev.sightline.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands there are. To look into all of them, with their options, takes picocli longer than
 * the rest of its work, so that a command line may have only what its arguments need.
 */
final class Commands {
  private static final List<Class<?>> ALL =
      List.of(
          RunCommand.class,
          CheckCommand.class,
          HealthCommand.class,
          ReplayCommand.class,
          BackfillCommand.class,
          VerifyCommand.class,
          HuntCommand.class,
          ReduceCommand.class,
          CatalogCommand.class,
          TestCommand.class,
          QuarantineCommand.class,
          InventoryCommand.class,
          CompletionCommand.class,
          CommandLine.HelpCommand.class);

  /** These speak of the other commands. */
  private static final Set<String> OF_OTHERS = Set.of("help", "completion");

  private final List<Class<?>> all = new ArrayList<>();

  /**
   * @param more commands beside the exporter's own
   */
  Commands(List<Class<?>> more) {
    all.addAll(more);
    all.addAll(ALL);
  }

  /** Adds every command. */
  void addTo(CommandLine line) {
    all.forEach(line::addSubcommand);
  }

  /**
   * Adds the command that is called; where none is, names and summaries of all, which is what the
   * list of commands and the answer to a mistyped one need.
   */
  void addTo(CommandLine line, List<String> arguments) {
    String called =
        arguments.stream().filter(argument -> !argument.startsWith("-")).findFirst().orElse("");
    boolean inFile = arguments.stream().anyMatch(argument -> argument.startsWith("@"));
    if (inFile || OF_OTHERS.contains(called)) {
      addTo(line);
      return;
    }
    for (Class<?> command : all) {
      if (command.getAnnotation(Command.class).name().equals(called)) {
        line.addSubcommand(command);
        return;
      }
    }
    all.forEach(command -> line.addSubcommand(named(command.getAnnotation(Command.class))));
  }

  private static CommandLine named(Command annotation) {
    CommandSpec spec = CommandSpec.create().name(annotation.name());
    spec.usageMessage().header(annotation.header()).description(annotation.description());
    return new CommandLine(spec);
  }
}
