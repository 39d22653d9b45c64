package dev.sightline.command;

import dev.sightline.configuration.Masking;
import dev.sightline.yaml.Nearest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Answers a command line that is not understood with what is wrong, the nearest that is right, and
 * where to read more: the whole help would hide all three.
 */
final class Misuse implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    CommandSpec command = line.getCommandSpec();
    PrintWriter err = line.getErr();
    err.println(sentence(e, command));
    err.println("'" + command.qualifiedName() + " --help' says how it is called.");
    err.flush();
    return ExitCode.USAGE;
  }

  private static String sentence(ParameterException e, CommandSpec command) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().getFirst();
      return word.startsWith("-") ? unknownOption(word, command) : unknownWord(word, command);
    }
    String message = String.valueOf(e.getMessage());
    return Masking.masked(message.endsWith(".") ? message : message + ".");
  }

  private static String unknownOption(String word, CommandSpec command) {
    String name = word.replaceFirst("=.*", "");
    List<String> known = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      known.addAll(List.of(option.names()));
    }
    return "'"
        + command.qualifiedName()
        + "' has no option "
        + name
        + Nearest.to(name, known).map(near -> ": did you mean " + near + "?").orElse(".");
  }

  private static String unknownWord(String word, CommandSpec command) {
    List<String> known = List.copyOf(command.subcommands().keySet());
    if (known.isEmpty()) {
      return "'" + command.qualifiedName() + "' does not take '" + word + "'.";
    }
    Optional<String> nearest = Nearest.to(word, known);
    return "There is no command '"
        + word
        + "'"
        + nearest
            .map(near -> ": did you mean '" + command.qualifiedName() + " " + near + "'?")
            .orElseGet(() -> ". There are: " + String.join(", ", known) + ".");
  }
}
