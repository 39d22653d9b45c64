package dev.sightline.command;

/**
 * A command that can say what is wrong with its settings before anything starts that takes long:
 * the log, Micronaut, AWS's clients.
 */
interface LooksAhead {

  /**
   * Looks at the settings.
   *
   * @throws dev.sightline.configuration.ConfigurationException with every problem at once
   */
  void lookAhead();
}
