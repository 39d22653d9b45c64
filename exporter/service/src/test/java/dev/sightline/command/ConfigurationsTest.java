package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationsTest {

  @Test
  void a_misspelt_variable_is_named_with_the_nearest_setting() {
    assertEquals(
        List.of(
            "SIGHTLINE_HEC_TOKN is not a setting and has no effect; did you mean"
                + " SIGHTLINE_HEC_TOKEN?"),
        Configurations.unknownNames(
            Set.of("sightline.hec.token", "sightline.hec.url"),
            Set.of("SIGHTLINE_HEC_TOKN", "SIGHTLINE_HEC_URL", "SIGHTLINE_HTTP_PORT", "PATH")));
  }
}
