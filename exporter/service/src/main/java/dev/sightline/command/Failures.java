package dev.sightline.command;

import dev.sightline.configuration.ConfigurationException;
import dev.sightline.configuration.Masking;
import dev.sightline.object.ObjectException;
import dev.sightline.permission.MissingPermission;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns what went wrong into a sentence and an exit code; the trace goes to the debug log. */
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigurationException configuration) {
        line.getErr().println(Masking.masked(String.valueOf(configuration.getMessage())));
        return ExitCode.USAGE;
      }
    }
    LoggerFactory.getLogger(Failures.class).debug("the command failed", e);
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ObjectException stored) {
        line.getErr().println(Masking.masked(stored.getMessage()));
        return ExitCode.FAILED;
      }
      if (cause instanceof SdkException aws) {
        String said =
            MissingPermission.in(aws, "", "")
                .filter(missing -> !missing.action().isEmpty())
                .map(MissingPermission::sentence)
                .orElseGet(() -> String.valueOf(aws.getMessage()));
        line.getErr().println("AWS refuses or does not answer: " + Masking.masked(said));
        return ExitCode.FAILED;
      }
    }
    String message = e.getMessage();
    line.getErr().println(Masking.masked(message == null ? e.toString() : message));
    return ExitCode.FAILED;
  }
}
