package dev.sightline.digest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** RSA with PKCS #1 v1.5 and SHA-256, as CloudTrail signs. */
final class Signature {
  /** What X.509 puts before the bytes of a key: the algorithm rsaEncryption, without parameters. */
  private static final byte[] ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private Signature() {}

  /**
   * Whether the text was signed by whoever has the key.
   *
   * @param pkcs1 the public key, DER
   * @throws GeneralSecurityException where the key is none
   */
  static boolean fits(byte[] pkcs1, String text, byte[] signature) throws GeneralSecurityException {
    PublicKey key =
        KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(x509(pkcs1)));
    java.security.Signature verifier = java.security.Signature.getInstance("SHA256withRSA");
    verifier.initVerify(key);
    verifier.update(text.getBytes(StandardCharsets.UTF_8));
    try {
      return verifier.verify(signature);
    } catch (java.security.SignatureException e) {
      return false; // Not of this key's length: whatever it is, it is no signature of it.
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] x509(byte[] pkcs1) {
    ByteArrayOutputStream bits = new ByteArrayOutputStream();
    bits.write(0);
    bits.writeBytes(pkcs1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(ALGORITHM);
    content.writeBytes(der(0x03, bits.toByteArray()));
    return der(0x30, content.toByteArray());
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      int bytes = content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
      out.write(0x80 | bytes);
      for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out.write(content.length >> shift);
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
