using System.Text.Json.Nodes;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Limits of the corrections of batch renormalization; null for no limit.</summary>
/// <example><code>new BatchNormalization(renorm: true, renormClipping: new(rMin: 0.5, rMax: 2, dMax: 3))</code></example>
public sealed record RenormClipping
{
    /// <summary>Makes the limits.</summary>
    /// <param name="rMin">The least factor r.</param>
    /// <param name="rMax">The largest factor r, not below <paramref name="rMin"/>.</param>
    /// <param name="dMax">The largest magnitude of the shift d, not negative.</param>
    /// <exception cref="ArgumentException">The limits contradict each other, or one is no number.</exception>
    public RenormClipping(double? rMin = null, double? rMax = null, double? dMax = null)
    {
        RMin = Checked(rMin, nameof(rMin));
        RMax = Checked(rMax, nameof(rMax));
        DMax = Checked(dMax, nameof(dMax));
        if (rMax < rMin)
            throw new ArgumentException(FormattableString.Invariant($"RenormClipping: rMax ({rMax}) must not be below rMin ({rMin})."),
                nameof(rMax));
        if (dMax < 0) throw new ArgumentException(FormattableString.Invariant($"RenormClipping: dMax must not be negative, but is {dMax}."),
            nameof(dMax));
    }

    /// <summary>The least factor r.</summary>
    public double? RMin { get; }

    /// <summary>The largest factor r.</summary>
    public double? RMax { get; }

    /// <summary>The largest magnitude of the shift d.</summary>
    public double? DMax { get; }

    internal static RenormClipping? Read(ConfigReader config)
    {
        const string Key = "renorm_clipping";
        if (!config.Has(Key)) return null;
        if (config.Json[Key] is not JsonObject json || json.Any(limit => limit.Key is not ("rmin" or "rmax" or "dmax")))
            throw config.Wrong(Key, "an object of the numbers rmin, rmax and dmax");
        var limits = new ConfigReader(json, $"{config.Place}.{Key}");
        return new(limits.GetDoubleOrNull("rmin"), limits.GetDoubleOrNull("rmax"), limits.GetDoubleOrNull("dmax"));
    }

    internal void Write(ConfigWriter config)
    {
        var limits = new JsonObject();
        foreach ((string key, double? value) in (ReadOnlySpan<(string, double?)>)[("rmax", RMax), ("rmin", RMin), ("dmax", DMax)])
            if (value is { } limit) limits[key] = limit;
        config.Set("renorm_clipping", limits);
    }

    /// <summary>Both corrections within the limits, without gradient.</summary>
    internal (SymbolicTensor Factor, SymbolicTensor Shift) Apply(SymbolicTensor factor, SymbolicTensor shift)
    {
        if (RMin is { } least) factor = Ops.Maximum(factor, (float)least);
        if (RMax is { } most) factor = Ops.Minimum(factor, (float)most);
        if (DMax is { } magnitude) shift = Ops.Clip(shift, -(float)magnitude, (float)magnitude);
        return (Ops.StopGradient(factor), Ops.StopGradient(shift));
    }

    private static double? Checked(double? value, string argument) => Guard.Number(value, nameof(RenormClipping), argument);
}
