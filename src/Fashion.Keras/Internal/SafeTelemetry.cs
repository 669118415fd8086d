using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Internal;

#pragma warning disable CA1031 // The purpose of this class: a listener may throw anything.

/// <summary>
/// Instruments and activities of <see cref="System.Diagnostics"/> whose listeners may throw. Listeners are code of the user or of an
/// exporter, and run on the thread that measures: what they throw is dropped, so that it ends no training and fails no request.
/// </summary>
internal static class SafeTelemetry
{
    /// <summary>Creates an activity source; null when a listener throws because of it.</summary>
    /// <param name="name">Its name.</param>
    public static ActivitySource? Source(string name) => Create(() => new ActivitySource(name));

    /// <summary>Creates an instrument; null when a listener throws because of it.</summary>
    /// <param name="create">Creates and publishes it.</param>
    public static T? Create<T>(Func<T> create) where T : class
    {
        try
        {
            return create();
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Adds to a counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TryAdd(this Counter<long>? counter, long value, KeyValuePair<string, object?> tag)
    {
        if (counter is { Enabled: true }) Guarded(counter, value, tag, static (c, v, t) => c.Add(v, t));
    }

    /// <summary>Adds to a counter that may fall.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TryAdd(this UpDownCounter<long>? counter, long value, KeyValuePair<string, object?> tag)
    {
        if (counter is { Enabled: true }) Guarded(counter, value, tag, static (c, v, t) => c.Add(v, t));
    }

    /// <summary>Records a value of a distribution.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TryRecord<T>(this Histogram<T>? histogram, T value, KeyValuePair<string, object?> tag) where T : struct
    {
        if (histogram is { Enabled: true }) Guarded(histogram, value, tag, static (h, v, t) => h.Record(v, t));
    }

    /// <summary>Records the value that a gauge has now.</summary>
    public static void TryRecord(this Gauge<double>? gauge, double value, KeyValuePair<string, object?> tag)
    {
        if (gauge is { Enabled: true }) Guarded(gauge, value, tag, static (g, v, t) => g.Record(v, t));
    }

    /// <summary>Records the value that a gauge has now.</summary>
    public static void TryRecord(this Gauge<double>? gauge, double value, KeyValuePair<string, object?> tag,
        KeyValuePair<string, object?> other)
    {
        if (gauge is { Enabled: true }) Guarded(gauge, value, (tag, other), static (g, v, t) => g.Record(v, t.tag, t.other));
    }

    /// <summary>Starts an activity; null when no listener wants it, or when one throws.</summary>
    public static Activity? TryStart(this ActivitySource? source, string name)
    {
        Activity? before = Activity.Current;
        try
        {
            return source?.StartActivity(name);
        }
        catch (Exception)
        {
            // The activity was current already when its listener was told.
            Activity.Current = before;
            return null;
        }
    }

    /// <summary>Stops an activity; the one before it is current again.</summary>
    public static void TryStop(this Activity? activity)
    {
        if (activity is null) return;
        Activity? parent = activity.Parent;
        try
        {
            activity.Dispose();
        }
        catch (Exception)
        {
            Activity.Current = parent;
        }
    }

    private static void Guarded<TInstrument, TValue, TTags>(TInstrument instrument, TValue value, TTags tags,
        Action<TInstrument, TValue, TTags> record)
    {
        try
        {
            record(instrument, value, tags);
        }
        catch (Exception) { }
    }
}
