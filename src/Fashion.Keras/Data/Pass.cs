namespace Fashion.Keras.Data;

/// <summary>One pass over some data: the order of its samples follows from the number and the seed.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Seed">Seed of the order.</param>
internal readonly record struct Pass(long Number, int Seed)
{
    // Two odd constants spread neighbouring seeds and passes far apart.
    public Random Random() => new(unchecked((int)((uint)Seed * 0x9E3779B1u ^ (uint)Number * 0x85EBCA6Bu)));
}
