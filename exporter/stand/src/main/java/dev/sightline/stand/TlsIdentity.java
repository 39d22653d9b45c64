package dev.sightline.stand;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and its self-signed certificate for 127.0.0.1 and localhost, of a server or of a client,
 * made by the JDK's keytool. Whoever trusts the certificate trusts it as its own authority.
 *
 * @param keyStore the PKCS #12 file that holds both
 * @param password the file's password, and the key's
 * @param certificate the certificate
 */
public record TlsIdentity(Path keyStore, String password, Certificate certificate) {
  private static final String PASSWORD = "stand-only";

  /**
   * Makes a new one.
   *
   * @param directory where its files go
   * @param name its common name, and the name of its files
   * @throws IllegalStateException if keytool is not there or fails
   */
  public static TlsIdentity create(Path directory, String name) {
    Path keyStore = directory.resolve(name + ".p12");
    try {
      Process keytool =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                      "-genkeypair",
                      "-alias",
                      name,
                      "-dname",
                      "CN=" + name,
                      "-keyalg",
                      "EC",
                      "-validity",
                      "2",
                      "-ext",
                      "san=ip:127.0.0.1,dns:localhost",
                      "-ext",
                      "bc:critical=ca:true",
                      "-storetype",
                      "PKCS12",
                      "-keystore",
                      keyStore.toString(),
                      "-storepass",
                      PASSWORD))
              .redirectErrorStream(true)
              .start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool made no key for %s: %s".formatted(name, said));
      }
      return new TlsIdentity(keyStore, PASSWORD, load(keyStore).getCertificate(name));
    } catch (IOException | GeneralSecurityException failure) {
      throw new IllegalStateException(
          "No key could be made for %s: %s".formatted(name, failure.getMessage()), failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Making a key for %s was interrupted.".formatted(name));
    }
  }

  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      loaded.load(in, PASSWORD.toCharArray());
    }
    return loaded;
  }

  /** The certificate in PEM, as a file of trusted authorities holds it. */
  public String pem() {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(
          "The certificate has no encoding: " + failure.getMessage(), failure);
    }
  }

  /** Shows this identity to the peer, and trusts exactly these. */
  public SSLContext trusting(TlsIdentity... peers) {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load(keyStore), password.toCharArray());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (int i = 0; i < peers.length; i++) {
        trusted.setCertificateEntry("peer-" + i, peers[i].certificate());
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException failure) {
      throw new IllegalStateException(
          "The key store %s could not be used: %s".formatted(keyStore, failure.getMessage()),
          failure);
    }
  }
}
