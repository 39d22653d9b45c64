/**
 * Reads what other services of AWS log to S3: Config, load balancers, S3, CloudFront, WAF, Network
 * Firewall, Shield, EKS.
 *
 * <p>In: a stream of inflated bytes, and which log it is, by content or by key. Out: each line or
 * JSON object as the bytes that AWS wrote, with the account and the time that it tells. Every log
 * is one declaration of {@link dev.sightline.servicelog.ServiceLog}; there is one way to read lines
 * and one to read objects. A line that cannot be carried is told, and its neighbours are read;
 * memory is one window.
 */
@NullMarked
package dev.sightline.servicelog;

import org.jspecify.annotations.NullMarked;
