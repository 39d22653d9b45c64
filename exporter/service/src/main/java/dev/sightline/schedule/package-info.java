/**
 * What is done again and again beside the records, on a thread of its own. Enters: a task. Leaves:
 * nothing; nothing of the journey of a record waits for it, and what a task does is its own.
 */
@NullMarked
package dev.sightline.schedule;

import org.jspecify.annotations.NullMarked;
