package dev.sightline.configuration;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads settings by name and collects every problem instead of stopping at the first. A value that
 * has a problem is answered with its default, so that reading can go on; {@link #check} then
 * throws.
 */
public final class Settings {
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(b|kb|mb|gb|kib|mib|gib)?");

  private static final Pattern SECRET_PLACES = Pattern.compile("(?<=//)[^/?#]*(?=@)|(?<=[?#]).+");

  private final Function<String, Optional<String>> source;
  private final List<Problem> problems = new ArrayList<>();
  private final TreeSet<String> names = new TreeSet<>();

  /**
   * @param source answers the value of a dotted name, such as {@code sightline.hec.url}; a list is
   *     one text with commas
   */
  public Settings(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /** The problems found so far, in the order of reading. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** Every name that was asked for, in alphabetical order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(names);
  }

  /** Notes a problem that only the caller can see, such as two values that contradict. */
  public void problem(String name, String what) {
    Problem problem = new Problem(name, what);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigurationException with every problem, if there is any
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  /** The value as it stands, stripped; empty where it is not set or blank. */
  public Optional<String> text(String name) {
    names.add(name);
    return source.apply(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  /** The parts of a text with commas, stripped, blank ones left out. */
  public List<String> list(String name) {
    return text(name).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** The values of {@code name} and of its plural {@code name + "s"} together. */
  public List<String> oneOrMany(String name) {
    List<String> all = new ArrayList<>(list(name));
    for (String value : list(name + "s")) {
      if (!all.contains(value)) {
        all.add(value);
      }
    }
    return all;
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name, boolean otherwise) {
    return text(name)
        .map(value ->
            switch (value.toLowerCase(Locale.ROOT)) {
              case "true", "yes", "on" -> true;
              case "false", "no", "off" -> false;
              default -> {
                problem(name, quoted(value) + " is neither true nor false.");
                yield otherwise;
              }
            })
        .orElse(otherwise);
  }

  /** A whole number between the bounds, both included. */
  public int number(String name, int otherwise, int least, int most) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, like a number out of bounds.
    }
    problem(
        name, quoted(value.get()) + " is not a whole number from " + least + " to " + most + ".");
    return otherwise;
  }

  /** A duration such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 11h}. */
  public Duration duration(String name, Duration otherwise, Duration least, Duration most) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    Matcher matcher = DURATION.matcher(value.get().toLowerCase(Locale.ROOT));
    if (matcher.matches() && matcher.group(1).length() < 10) {
      long amount = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          };
      if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
        return duration;
      }
    }
    problem(
        name,
        quoted(value.get())
            + " is not a duration from "
            + spoken(least)
            + " to "
            + spoken(most)
            + ": write it like 500ms, 30s, 5m or 11h.");
    return otherwise;
  }

  /** A size in bytes such as {@code 900000}, {@code 512KiB}, {@code 1MB}, {@code 4GiB}. */
  public long size(String name, long otherwise, long least, long most) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    Matcher matcher = SIZE.matcher(value.get().toLowerCase(Locale.ROOT));
    if (matcher.matches() && matcher.group(1).length() < 16) {
      String unit = matcher.group(2) == null ? "b" : matcher.group(2);
      long factor =
          switch (unit) {
            case "kb" -> 1_000L;
            case "mb" -> 1_000_000L;
            case "gb" -> 1_000_000_000L;
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            default -> 1L;
          };
      BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(factor));
      if (bytes.compareTo(BigDecimal.valueOf(least)) >= 0
          && bytes.compareTo(BigDecimal.valueOf(most)) <= 0) {
        return bytes.longValue();
      }
    }
    problem(
        name,
        quoted(value.get())
            + " is not a size from "
            + least
            + " to "
            + most
            + " bytes: write it like 512KiB or 1MB.");
    return otherwise;
  }

  /** One of an enumeration's constants, by its lower-case name with dashes. */
  public <E extends Enum<E>> E choice(String name, E otherwise) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    List<String> known = new ArrayList<>();
    for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
      String spelled = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (spelled.equalsIgnoreCase(value.get())) {
        return constant;
      }
      known.add(spelled);
    }
    problem(name, quoted(value.get()) + " is not one of " + String.join(", ", known) + ".");
    return otherwise;
  }

  /** An http or https address without user, query and fragment; noted as a problem otherwise. */
  public Optional<URI> httpAddress(String name, String value) {
    try {
      URI uri = new URI(value);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        problem(name, quoted(value) + " does not begin with https:// (or http://).");
      } else if (uri.getHost() == null) {
        problem(name, quoted(value) + " names no host.");
      } else if (uri.getRawUserInfo() != null) {
        problem(name, "the address holds a user or password; a secret has a setting of its own.");
      } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
        problem(name, quoted(value) + " has a query or a fragment; give scheme, host and port.");
      } else {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      problem(name, "is not an address: " + e.getReason() + " at character " + e.getIndex() + ".");
    }
    return Optional.empty();
  }

  /** A file that can be read. */
  public Optional<Path> file(String name) {
    return text(name)
        .flatMap(value -> {
          Path path = Path.of(value);
          if (!Files.isReadable(path)) {
            problem(name, quoted(value) + " is not a file that can be read.");
            return Optional.empty();
          }
          return Optional.of(path);
        });
  }

  /**
   * A secret, given as {@code name} or as the path of a file in {@code name-file}. It must be
   * printable ASCII without spaces: a line break inside would end an HTTP header early.
   */
  public Optional<Secret> secret(String name) {
    Optional<String> value = raw(name);
    String fileName = name + "-file";
    Optional<String> file = text(fileName);
    if (value.isPresent() && file.isPresent()) {
      problem(name, "is set, and so is " + Problem.environmentName(fileName) + ": give one.");
      return Optional.empty();
    }
    if (file.isPresent()) {
      try {
        Secret secret = Secret.ofFile(Path.of(file.get()));
        return checked(fileName, secret);
      } catch (IOException e) {
        problem(fileName, quoted(file.get()) + " is not a file that can be read.");
        return Optional.empty();
      }
    }
    return value.flatMap(text -> checked(name, Secret.of(text)));
  }

  private Optional<String> raw(String name) {
    names.add(name);
    return source.apply(name).filter(value -> !value.isBlank());
  }

  private Optional<Secret> checked(String name, Secret secret) {
    String value = secret.value();
    if (value.isEmpty()) {
      problem(name, "is empty.");
      return Optional.empty();
    }
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      problem(name, "holds a line break; copy the value without it.");
      return Optional.empty();
    }
    if (!Secret.isUsable(value)) {
      problem(name, "holds a space or a character outside ASCII; copy the value exactly.");
      return Optional.empty();
    }
    return Optional.of(secret);
  }

  /**
   * A value in quotes, cut to 120 characters, with control characters made visible. A user, a query
   * or a fragment of an address is left out: people put secrets there.
   */
  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("'");
    Masking.masked(SECRET_PLACES.matcher(value).replaceAll("***"))
        .codePoints()
        .limit(120)
        .forEach(point -> {
          if (Character.isISOControl(point)) {
            text.append(String.format("\\u%04x", point));
          } else {
            text.appendCodePoint(point);
          }
        });
    return text.append(value.length() > 120 ? "…'" : "'").toString();
  }

  private static String spoken(Duration duration) {
    if (duration.isZero() || duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
