using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Provenance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "provenance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_high = table.Column<long>(type: "bigint", nullable: true),
                    recorded_low = table.Column<long>(type: "bigint", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    updated = table.Column<long>(type: "bigint", nullable: false),
                    when_high = table.Column<long>(type: "bigint", nullable: true),
                    when_low = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provenance", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "provenance_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provenance_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "provenance_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provenance_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_member_id",
                table: "provenance",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_recorded_low_recorded_high_id",
                table: "provenance",
                columns: new[] { "recorded_low", "recorded_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_updated_id",
                table: "provenance",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_when_low_when_high_id",
                table: "provenance",
                columns: new[] { "when_low", "when_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_string_part_folded_owner",
                table: "provenance_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_token_part_code_owner_system",
                table: "provenance_token",
                columns: new[] { "part", "code", "owner", "system" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "provenance");

            migrationBuilder.DropTable(
                name: "provenance_string");

            migrationBuilder.DropTable(
                name: "provenance_token");
        }
    }
}
