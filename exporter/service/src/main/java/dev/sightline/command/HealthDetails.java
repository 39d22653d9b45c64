package dev.sightline.command;

/**
 * What whoever reaches the health port is told: it asks for no password.
 *
 * @param shown endpoints, queues and reasons too, and not only whether all is well
 */
record HealthDetails(boolean shown) {}
