using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fashion.Keras.Events.Messages;
using Value = Google.Protobuf.WellKnownTypes.Value;

namespace Fashion.Keras.Events.Values;

/// <summary>Hyperparameters as the dashboard reads them: numbers, texts, and yes or no.</summary>
internal static class HyperParameterValues
{
    /// <summary>The beginning of a session. Sessions of equal hyperparameters are in one group.</summary>
    /// <exception cref="ArgumentException">A value is of another kind; a name is empty.</exception>
    public static HyperParameterData Start(IReadOnlyDictionary<string, object> values, double now)
    {
        var start = new SessionStart { StartTimeSecs = now };
        var text = new StringBuilder();
        foreach ((string name, object value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (name.Length == 0) throw new ArgumentException("A hyperparameter has no name.", nameof(values));
            Value converted = Convert(name, value);
            start.Hparams.Add(name, converted);
            text.Append(name.Length).Append(':').Append(name).Append('=').Append(converted).Append('\n');
        }
        start.GroupName = System.Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        return new HyperParameterData { SessionStartInfo = start };
    }

    public static HyperParameterData End(bool success, double now)
    {
        SessionStatus status = success ? SessionStatus.StatusSuccess : SessionStatus.StatusFailure;
        return new HyperParameterData { SessionEndInfo = new SessionEnd { Status = status, EndTimeSecs = now } };
    }

    private static Value Convert(string name, object? value) => value switch
    {
        string text => Value.ForString(text),
        bool truth => Value.ForBool(truth),
        Enum choice => Value.ForString(choice.ToString()),
        sbyte or byte or short or ushort or int or uint or long or ulong or Half or float or double or decimal =>
            Value.ForNumber(AsDouble(value)),
        _ => throw new ArgumentException(
            $"Hyperparameter '{name}' is {(value is null ? "null" : $"a {value.GetType().Name}")}; it must be a number, a text or a bool."),
    };

    // A float is the number that its shortest text says: 0.1f is 0.1 in the table.
    private static double AsDouble(object value) => value switch
    {
        float number => double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        Half number => (double)number,
        _ => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };
}
