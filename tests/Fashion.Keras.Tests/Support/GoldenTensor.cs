using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fashion.Keras.Tests.Support;

/// <summary>A tensor of a golden file: shape, dtype and flat row-major values.</summary>
public sealed class GoldenTensor
{
    public GoldenTensor(JsonNode json)
    {
        Shape = json["shape"]!.AsArray().Select(n => n!.GetValue<int>()).ToArray();
        DType = json["dtype"]!.GetValue<string>();
        Values = [.. json["data"]!.AsArray().Select(Number)];
    }

    public Shape Shape { get; }

    public string DType { get; }

    /// <summary>The values; all dtypes fit into a double.</summary>
    public double[] Values { get; }

    /// <summary>The values as Keras's floats.</summary>
    public float[] Floats => [.. Values.Select(v => (float)v)];

    private static double Number(JsonNode? node) => node!.GetValueKind() switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => node.GetValue<string>() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            string s => double.Parse(s, CultureInfo.InvariantCulture),
        },
        _ => node.GetValue<double>(),
    };
}
