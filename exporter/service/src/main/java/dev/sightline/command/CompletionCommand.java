package dev.sightline.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline completion}: what a shell must know to complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the completion of commands and options for a shell.",
      "The shell reads it at its start, or for this session only, as below."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(sightline completion bash)",
      "  source <(sightline completion zsh)",
      "  sightline completion fish | source",
      "",
      "It completes the name sightline: where you type ./sightline, bash and zsh complete that"
          + " too."
    })
final class CompletionCommand implements Callable<Integer> {

  /** A shell whose completion is known. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private Shell shell = Shell.BASH;

  /** Set by picocli before {@link #call}. */
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    switch (shell) {
      case BASH, ZSH -> out.print(AutoComplete.bash(spec.root().name(), root));
      case FISH -> FishCompletion.of(root.getCommandSpec()).forEach(out::println);
    }
    out.flush();
    return ExitCode.DONE;
  }
}
