package dev.sightline.hec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS as configured. Certificates and host names are always verified: there is no switch. */
public final class Tls {
  private Tls() {}

  /**
   * @throws IllegalArgumentException with a sentence, where a file is not what it should be
   */
  static SSLContext context(HecConfiguration configuration) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys(configuration.clientCertificate(), configuration.clientKey()),
          trust(configuration.certificateAuthority()),
          null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "TLS cannot be set up from the configured files: " + e.getMessage(), e);
    }
  }

  /**
   * TLS that trusts this authority, or where none is named those of the JVM.
   *
   * @throws IllegalArgumentException with a sentence, where the file holds no certificate
   */
  public static SSLContext trusting(@Nullable Path authority) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust(authority), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          authority + " is no certificate authority: " + e.getMessage(), e);
    }
  }

  /**
   * When the client certificate of mutual TLS expires; empty where there is none, or its file
   * cannot be read.
   */
  static Optional<Instant> clientCertificateEnd(HecConfiguration configuration) {
    Path file = configuration.clientCertificate();
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Certificates.firstEnd(certificates(file).toArray(Certificate[]::new));
    } catch (GeneralSecurityException | IOException e) {
      return Optional.empty();
    }
  }

  private static TrustManager @Nullable [] trust(@Nullable Path authority)
      throws GeneralSecurityException, IOException {
    if (authority == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates(authority)) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(@Nullable Path certificate, @Nullable Path key)
      throws GeneralSecurityException, IOException {
    if (certificate == null || key == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry(
        "client",
        privateKey(key),
        new char[0],
        certificates(certificate).toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (found.isEmpty()) {
        throw new IOException(file + " holds no certificate in PEM form");
      }
      return found;
    }
  }

  private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
    String pem = Files.readString(file);
    String begin = "-----BEGIN PRIVATE KEY-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END PRIVATE KEY-----");
    if (from < 0 || to < from) {
      throw new IOException(
          file
              + " holds no unencrypted PKCS #8 key ('BEGIN PRIVATE KEY'); convert it with"
              + " 'openssl pkcs8 -topk8 -nocrypt'");
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    InvalidKeySpecException unfit = null;
    for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        unfit = e;
      }
    }
    throw new IOException(file + " holds a key that is neither RSA, EC nor Ed25519", unfit);
  }
}
