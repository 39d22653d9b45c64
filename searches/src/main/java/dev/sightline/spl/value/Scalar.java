package dev.sightline.spl.value;

/** A single value: text or number. */
public sealed interface Scalar extends Value permits Text, Decimal {}
