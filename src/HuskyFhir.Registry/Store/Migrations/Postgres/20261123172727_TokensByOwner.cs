using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class TokensByOwner : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_relatedperson_token_part_code_system_owner",
                table: "relatedperson_token");

            migrationBuilder.DropIndex(
                name: "ix_practitionerrole_token_part_code_system_owner",
                table: "practitionerrole_token");

            migrationBuilder.DropIndex(
                name: "ix_practitioner_token_part_code_system_owner",
                table: "practitioner_token");

            migrationBuilder.DropIndex(
                name: "ix_patient_token_part_code_system_owner",
                table: "patient_token");

            migrationBuilder.DropIndex(
                name: "ix_organization_token_part_code_system_owner",
                table: "organization_token");

            migrationBuilder.DropIndex(
                name: "ix_observation_token_part_code_system_owner",
                table: "observation_token");

            migrationBuilder.DropIndex(
                name: "ix_location_token_part_code_system_owner",
                table: "location_token");

            migrationBuilder.DropIndex(
                name: "ix_coverage_token_part_code_system_owner",
                table: "coverage_token");

            migrationBuilder.CreateIndex(
                name: "ix_relatedperson_token_part_code_owner_system",
                table: "relatedperson_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_practitionerrole_token_part_code_owner_system",
                table: "practitionerrole_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_practitioner_token_part_code_owner_system",
                table: "practitioner_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_token_part_code_owner_system",
                table: "patient_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_organization_token_part_code_owner_system",
                table: "organization_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_observation_token_part_code_owner_system",
                table: "observation_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_location_token_part_code_owner_system",
                table: "location_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_coverage_token_part_code_owner_system",
                table: "coverage_token",
                columns: new[] { "part", "code", "owner", "system" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_relatedperson_token_part_code_owner_system",
                table: "relatedperson_token");

            migrationBuilder.DropIndex(
                name: "ix_practitionerrole_token_part_code_owner_system",
                table: "practitionerrole_token");

            migrationBuilder.DropIndex(
                name: "ix_practitioner_token_part_code_owner_system",
                table: "practitioner_token");

            migrationBuilder.DropIndex(
                name: "ix_patient_token_part_code_owner_system",
                table: "patient_token");

            migrationBuilder.DropIndex(
                name: "ix_organization_token_part_code_owner_system",
                table: "organization_token");

            migrationBuilder.DropIndex(
                name: "ix_observation_token_part_code_owner_system",
                table: "observation_token");

            migrationBuilder.DropIndex(
                name: "ix_location_token_part_code_owner_system",
                table: "location_token");

            migrationBuilder.DropIndex(
                name: "ix_coverage_token_part_code_owner_system",
                table: "coverage_token");

            migrationBuilder.CreateIndex(
                name: "ix_relatedperson_token_part_code_system_owner",
                table: "relatedperson_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_practitionerrole_token_part_code_system_owner",
                table: "practitionerrole_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_practitioner_token_part_code_system_owner",
                table: "practitioner_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_token_part_code_system_owner",
                table: "patient_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_organization_token_part_code_system_owner",
                table: "organization_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_observation_token_part_code_system_owner",
                table: "observation_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_location_token_part_code_system_owner",
                table: "location_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_coverage_token_part_code_system_owner",
                table: "coverage_token",
                columns: new[] { "part", "code", "system", "owner" });
        }
    }
}
