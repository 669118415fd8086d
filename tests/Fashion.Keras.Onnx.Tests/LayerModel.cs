using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Data;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Layers;

namespace Fashion.Keras.Onnx.Tests;

/// <summary>A golden case of a layer as a model of that layer alone.</summary>
internal sealed class LayerModel
{
    private LayerModel(GoldenCase golden, Model model, OnnxRun.Numbers[] inputs)
    {
        Golden = golden;
        Model = model;
        Inputs = inputs;
    }

    public GoldenCase Golden { get; }

    public Model Model { get; }

    public OnnxRun.Numbers[] Inputs { get; }

    /// <summary>What Keras computed, in training or in prediction.</summary>
    public OnnxRun.Numbers[] Outputs => [.. Golden.Tensors("outputs").Select(Of)];

    /// <summary>Whether that is in training.</summary>
    public bool InTraining => Golden["training"]!.GetValue<bool>();

    public static LayerModel Load(string name)
    {
        GoldenCase golden = GoldenCase.Load("layer", name);
        Layer layer = LayerCase.Create(golden.Text("class_name"), golden["config"]);
        GoldenTensor[] inputs = golden.Tensors("inputs");
        LayerArguments arguments = LayerCase.Arguments(golden.Json);
        LayerCase.SetWeights(layer, arguments.Shapes([.. inputs.Select(t => t.Shape.With(0, Shape.Unknown))]),
            golden["weights"]!.AsArray());
        SymbolicTensor[] entries = [.. inputs.Select((input, i) => Input.Of(input.Shape[1..], name: inputs.Length == 1 ? "x" : $"x{i}"))];
        var model = new Model(ModelTensors.Create(entries), ModelTensors.Create([.. layer.Apply(entries, arguments, null)]));
        model.Options = new ModelOptions { Output = TextWriter.Null };
        return new LayerModel(golden, model, [.. inputs.Select(Of)]);
    }

    private static OnnxRun.Numbers Of(GoldenTensor tensor) => new([.. tensor.Shape], tensor.Floats);
}
