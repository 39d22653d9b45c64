package dev.sightline.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules that are in force. A file that has changed is read again when somebody looks; one that
 * cannot be used leaves the rules as they are. Whoever reads an object takes them once.
 */
public final class CurrentRules implements Supplier<Rules> {
  private static final Logger log = LoggerFactory.getLogger(CurrentRules.class);

  private final RulesConfiguration files;
  private final Acceptance acceptance;
  private volatile Rules rules;
  private volatile @Nullable String trouble;
  private final AtomicLong loads = new AtomicLong();
  private List<Stamp> read;
  private List<Stamp> seen;

  /** What else must be right before rules are in force. */
  @FunctionalInterface
  public interface Acceptance {
    /** A sentence for each thing that keeps the rules from being used. */
    List<String> problems(Rules rules) throws InterruptedException;
  }

  /** What tells a file from what was there before; null where there is none. */
  private record Stamp(@Nullable Object modified, long size, @Nullable Object file) {}

  /**
   * @param first the rules of the files as they are now
   */
  public CurrentRules(RulesConfiguration files, Rules first, Acceptance acceptance) {
    this.files = files;
    this.acceptance = acceptance;
    this.rules = first;
    this.read = stamps();
    this.seen = read;
  }

  /** Rules that stay as they are. */
  public static CurrentRules fixed(Rules rules) {
    return new CurrentRules(RulesConfiguration.NONE, rules, _ -> List.of());
  }

  @Override
  public Rules get() {
    return rules;
  }

  /** Why the file is not in force as it is now; empty where it is. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** How often new rules came into force since the start. */
  public long loads() {
    return loads.get();
  }

  /**
   * Reads the files again where they have changed since they were read last, and not since the last
   * look: whoever is still writing is waited for. For one thread.
   */
  public void look() throws InterruptedException {
    List<Stamp> now = stamps();
    boolean settled = now.equals(seen);
    seen = now;
    if (settled && !now.equals(read)) {
      read = now;
      load();
    }
  }

  private void load() throws InterruptedException {
    List<String> problems = new ArrayList<>();
    Rules next = Rules.NONE;
    try {
      next = files.read();
      if (!next.destinationSettings().equals(rules.destinationSettings())) {
        problems.add(
            "The destinations of the rules have changed, and are read at the start only: start the"
                + " exporter again.");
      }
      problems.addAll(acceptance.problems(next));
    } catch (RulesException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    if (problems.isEmpty()) {
      rules = next;
      trouble = null;
      loads.incrementAndGet();
      log.info(
          "the rules have changed: {} routes and {} reductions are in force",
          next.routes().size(),
          next.reductions().size());
    } else {
      trouble = String.join("\n", problems);
      log.error("the rules have changed and cannot be used, the old ones stay: {}", trouble);
    }
  }

  private List<Stamp> stamps() {
    return files.paths().stream().map(CurrentRules::stamp).toList();
  }

  private static Stamp stamp(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return new Stamp(null, -1, null);
    }
  }
}
