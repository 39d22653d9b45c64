package dev.sightline.family;

import dev.sightline.configuration.Settings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What becomes of each family.
 *
 * @param chosen those that somebody chose; the others are treated as they are by themselves
 */
public record Families(Map<Family, Treatment> chosen) {
  private static final String NAME = "sightline.families";

  /** As it is where nobody says anything. */
  public static final Families STANDARD = new Families(Map.of());

  public Families {
    chosen = Map.copyOf(chosen);
  }

  /** Reads {@code sightline.families}: {@code waf=carry,s3-access=quarantine}. */
  public static Families read(Settings settings) {
    Map<Family, Treatment> chosen = new EnumMap<>(Family.class);
    for (String entry : settings.list(NAME)) {
      String[] parts = entry.split("=", 2);
      Optional<Family> family = Family.of(parts[0].strip().toLowerCase(Locale.ROOT));
      Optional<Treatment> treatment = treatment(parts.length == 1 ? "" : parts[1].strip());
      if (family.isEmpty() || treatment.isEmpty()) {
        settings.problem(NAME, misunderstood(family.isEmpty()));
      } else if (treatment.get() == Treatment.CARRY && !family.get().isCarriable()) {
        settings.problem(
            NAME,
            "wants to carry "
                + family.get().id()
                + ", and there is no way to: write ignore or quarantine.");
      } else if (chosen.put(family.get(), treatment.get()) != null) {
        settings.problem(NAME, "names " + family.get().id() + " twice: leave one of them.");
      }
    }
    return new Families(chosen);
  }

  private static String misunderstood(boolean family) {
    return family
        ? "names a family that is not known: write one of "
            + Arrays.stream(Family.values()).map(Family::id).collect(Collectors.joining(", "))
            + ", then = and carry, ignore or quarantine."
        : "has an entry without a treatment: write carry, ignore or quarantine behind =.";
  }

  private static Optional<Treatment> treatment(String text) {
    return Arrays.stream(Treatment.values())
        .filter(treatment -> treatment.name().equalsIgnoreCase(text))
        .findFirst();
  }

  /** What becomes of a family. */
  public Treatment of(Family family) {
    return chosen.getOrDefault(family, family.otherwise());
  }
}
