package dev.sightline.command;

import dev.sightline.route.RulesConfiguration;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the file of rules, in the setting's place. */
final class RulesOption {
  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "What goes where, and what is left out (default: SIGHTLINE_RULES).")
  private @Nullable Path file;

  /** The settings that it stands for. */
  Map<String, Object> properties() {
    Path given = file;
    return given == null ? Map.of() : Map.of(RulesConfiguration.FILE, given.toString());
  }

  /** Micronaut's context with those settings. */
  ApplicationContext context() {
    return ApplicationContext.builder().properties(properties()).banner(false).start();
  }
}
