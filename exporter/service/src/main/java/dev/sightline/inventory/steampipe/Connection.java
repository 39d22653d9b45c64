package dev.sightline.inventory.steampipe;

/**
 * One connection of Steampipe, which is one account, and the schema of the same name.
 *
 * @param state as Steampipe has it; {@code ready} means that the schema is loaded, and not that the
 *     credentials work
 * @param error what Steampipe says of it, or an empty text
 */
public record Connection(String name, String state, String error) {

  /** Whether its schema can be asked. */
  public boolean isReady() {
    return state.equals("ready");
  }
}
