// Kernels with BenchmarkDotNet, whole training steps end to end, and ratios against other programs. See docs/performance.md.
using System.Globalization;
using Fashion.Keras.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args.FirstOrDefault())
{
    case "quick": QuickBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "step": StepBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "start": StartBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "predict": PredictBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "inference": InferenceBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "serve": ServerBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "busy": BusyBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "epoch": EpochBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "stream": StreamBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "telemetry": TelemetryBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "layers": LayersBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "scale-out": ScaleOutBenchmark.Run(Arguments.Parse(args[1..])); return 0;
    case "table": Table.Run(Arguments.Parse(args[1..])); return 0;
    case "compare": Comparison.Run(Arguments.Parse(args[1..])); return 0;
    case "kernels": KernelBenchmarks.Run(args[1..]); return 0;
    default:
        Console.Error.WriteLine("""
            usage: dotnet run -c Release --project tests/Fashion.Keras.Benchmarks -- COMMAND [OPTIONS]
              quick    ratios that do not depend on the machine's speed, in a minute  [--models tutorial,attempt4,final,lstm,attention] [--turns 5]
              step     train one model, one line per epoch     --model final --batch 32 --threads 2 --images 20000 --epochs 2 [--profile 1]
              predict  images per second                       --model final --batch 256 --threads 2
              inference  prediction in turns with ONNX Runtime  [--models final,gru] [--batches 1,32,256] [--turns 3] [--threads 2] [--busy 1]
              serve    every batch size in random order    --model final --batch 1000 [--threads 0] [--seed 1]
              busy     one image while cores are busy      --model final [--others 2] [--threads 1,2,0] [--turns 3]
              start    process start to the first step         --model final --batch 32 --threads 2 [--turns 5] [--images 60000]
                       images: the first epochs too; built with -p:ReadyToRun=true: both forms
              epoch    what Fit costs beyond its steps         --model final --batch 32 --threads 2 --images 60000
              stream   a stream of samples and arrays in turns --model final --batch 32 --images 20000 [--generated 1000000]
              telemetry  a step with and without a listener  --model tutorial --batch 32 --threads 1 [--turns 40]
              layers   models of many layers, files too        [--layers 1000,4000]
              scale-out  ranks over MPI, and more of them simulated  [--models final,attempt4,tenmillion] [--batch 64] [--images 12800]
              table    all of it as Markdown and JSON          [--models tutorial,final] [--batches 32,128] [--out results.json]
              compare  in turns with another program           --peer "python3 torch_families.py {model} {epochs} {images} {batch} {threads}" [--turns 3]
              kernels  BenchmarkDotNet                         [--filter *]
            models: tutorial attempt3 attempt4 final book vgg strided5 wide tenmillion;
              residual separable lstm gru bilstm attention attention196 text autoencoder densebn
            """);
        return 2;
}
