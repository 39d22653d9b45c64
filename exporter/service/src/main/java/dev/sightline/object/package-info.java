/**
 * Opens an S3 object or a local file as a bounded stream of inflated bytes.
 *
 * <p>In: an {@link dev.sightline.object.ObjectRef} from a notification, or a path. Out: an {@link
 * dev.sightline.object.OpenObject}. The content is hostile until proven otherwise: nothing is held
 * in memory but two small buffers, both the compressed and the inflated size are bounded, and every
 * way to fail is an {@link dev.sightline.object.ObjectException} with its reason. Nothing is lost
 * here: who catches the exception decides between release and quarantine.
 */
@NullMarked
package dev.sightline.object;

import org.jspecify.annotations.NullMarked;
