namespace System.Runtime.CompilerServices;

/// <summary>What the compiler asks for where a record is made for .NET Standard 2.0.</summary>
internal static class IsExternalInit;
