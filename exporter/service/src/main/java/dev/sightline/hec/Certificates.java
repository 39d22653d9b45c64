package dev.sightline.hec;

import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Until when the certificates are valid that each address showed in its last handshake: the first
 * end of its chain. A handshake that fails, as with a certificate that has expired, changes
 * nothing.
 */
final class Certificates {
  private static final int HTTPS = 443;

  private final Map<String, Instant> ends = new ConcurrentHashMap<>();

  /** A handshake with this address succeeded. */
  void shown(String host, int port, SSLSession session) {
    try {
      firstEnd(session.getPeerCertificates()).ifPresent(end -> ends.put(name(host, port), end));
    } catch (SSLPeerUnverifiedException e) {
      // A cipher suite without certificates: there is nothing that could expire.
      ends.remove(name(host, port));
    }
  }

  /** Empty before the first handshake, and where the address is none of HTTPS. */
  Optional<Instant> end(URI address) {
    return Optional.ofNullable(ends.get(name(address.getHost(), address.getPort())));
  }

  /** When the first of these expires. */
  static Optional<Instant> firstEnd(Certificate[] chain) {
    return Arrays.stream(chain)
        .filter(X509Certificate.class::isInstance)
        .map(certificate -> ((X509Certificate) certificate).getNotAfter().toInstant())
        .min(Instant::compareTo);
  }

  private static String name(String host, int port) {
    return host.toLowerCase(Locale.ROOT) + ":" + (port < 0 ? HTTPS : port);
  }
}
